//! Jobs whose pods the API server refuses: quotas and admission.

use serde_json::json;

use super::{assert_verdict, rules};
use crate::support::{Namespace, running};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_quota_forbids_pods_until_it_is_raised() {
    let space = Namespace::new("quota").await;
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "tight"},
        "spec": {"hard": {"pods": "0"}}});
    space.api.create(&space.path("resourcequotas"), &quota).await;
    space.create_job("poor", json!({})).await;
    let report = space.until("poor", "Blocked").await;
    assert_verdict(
        &report,
        "Blocked",
        Some("FailedCreate"),
        &["quota \"tight\" is exhausted", "no pod can be created"],
    );
    assert!(rules(&report).contains(&"quota-exceeded"), "{report:#}");
    let raised = json!({"spec": {"hard": {"pods": "5"}}});
    space
        .api
        .patch(&space.path("resourcequotas/tight"), &raised)
        .await;
    let pod = space.next_pod("poor", &[]).await;
    space.report(&pod, running()).await;
    let report = space.until("poor", "Running").await;
    assert!(
        !rules(&report).contains(&"quota-exceeded"),
        "it is over: {report:#}"
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_admission_policy_refuses_the_pods() {
    let space = Namespace::new("admission").await;
    let here = json!({"matchLabels": {"kubernetes.io/metadata.name": space.name}});
    let name = &space.name;
    let policy = json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": name}, "spec": {
            "failurePolicy": "Fail",
            "matchConstraints": {"namespaceSelector": here, "resourceRules": [
                {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]},
            "validations": [{"expression": "false", "message": "images must come from registry.example"}]}});
    let binding = json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": name}, "spec": {"policyName": name, "validationActions": ["Deny"]}});
    let group = "/apis/admissionregistration.k8s.io/v1";
    space
        .api
        .create(&format!("{group}/validatingadmissionpolicies"), &policy)
        .await;
    space
        .api
        .create(&format!("{group}/validatingadmissionpolicybindings"), &binding)
        .await;
    space.refuses_pods().await;
    space.create_job("strange", json!({})).await;
    let report = space.until("strange", "Blocked").await;
    assert_verdict(
        &report,
        "Blocked",
        Some("FailedCreate"),
        &["images must come from registry.example"],
    );
    assert!(rules(&report).contains(&"pod-creation-refused"), "{report:#}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_missing_service_account_is_named() {
    let space = Namespace::new("account").await;
    space
        .create_job(
            "nobody",
            json!({"template": {"spec": {"serviceAccountName": "no-such"}}}),
        )
        .await;
    let report = space.until("nobody", "Blocked").await;
    assert_verdict(&report, "Blocked", Some("FailedCreate"), &["no-such"]);
    assert!(rules(&report).contains(&"service-account-missing"), "{report:#}");
}
