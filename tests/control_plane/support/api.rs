//! The API server, asked in JSON as its administrator.

use std::{path::Path, time::Duration};

use http::{Method, Request};
use kube::{
    Client, Config, Error,
    config::{KubeConfigOptions, Kubeconfig},
};
use serde_json::Value;

/// An API server.
#[derive(Clone)]
pub(crate) struct Api {
    /// kube's client, for what is not JSON.
    pub(crate) client: Client,
}

impl Api {
    /// The server of a kubeconfig.
    pub(crate) async fn of(kubeconfig: &Path) -> Self {
        let config = Kubeconfig::read_from(kubeconfig).unwrap();
        let mut config = Config::from_custom_kubeconfig(config, &KubeConfigOptions::default())
            .await
            .unwrap();
        config.default_retry = false;
        Self {
            client: Client::try_from(config).unwrap(),
        }
    }

    /// Sends a request, whatever becomes of it.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: Option<&Value>,
    ) -> Result<Value, Error> {
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        loop {
            let request = Request::builder()
                .method(method.clone())
                .uri(path)
                .header("content-type", content_type);
            match self.client.request(request.body(body.clone()).unwrap()).await {
                // A server that has much to do has not begun with it.
                Err(Error::Api(status)) if status.code == 429 => {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                answer => return answer,
            }
        }
    }

    /// Reads an object or a list.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, "application/json", None).await;
        answer.unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    /// Creates an object in the collection at `path`.
    pub(crate) async fn create(&self, path: &str, object: &Value) -> Value {
        let answer = self
            .ask(Method::POST, path, "application/json", Some(object))
            .await;
        answer.unwrap_or_else(|error| panic!("POST {path}: {error}\n{object:#}"))
    }

    /// Changes the fields that `patch` has.
    pub(crate) async fn patch(&self, path: &str, fields: &Value) -> Value {
        let kind = "application/merge-patch+json";
        let answer = self.ask(Method::PATCH, path, kind, Some(fields)).await;
        answer.unwrap_or_else(|error| panic!("PATCH {path}: {error}\n{fields:#}"))
    }

    /// Deletes an object with these options.
    pub(crate) async fn delete(&self, path: &str, options: &Value) {
        let answer = self
            .ask(Method::DELETE, path, "application/json", Some(options))
            .await;
        answer.unwrap_or_else(|error| panic!("DELETE {path}: {error}"));
    }
}
