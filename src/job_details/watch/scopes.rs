//! Which watches the pinned Jobs need: few names one by one, many together.

use std::collections::HashMap;

use super::jobs::JobScope;
use super::pins::Pins;

/// So many Jobs of a namespace are watched one by one. Each watch is a connection; one of the whole namespace tells of the
/// Jobs of everybody else, too.
const FEW_NAMES: usize = 8;

/// The fewest watches that tell of all pins.
pub(super) fn scopes(pins: &Pins, labels: Option<(Option<String>, String)>) -> Vec<JobScope> {
    if let Some((namespace, selector)) = labels {
        return vec![JobScope::Labels { namespace, selector }];
    }
    let mut scopes = Vec::new();
    let mut namespaces: HashMap<&str, Vec<Option<&str>>> = HashMap::new();
    for pin in pins.all() {
        let (namespace, name) = pin.place();
        namespaces.entry(namespace).or_default().push(name);
    }
    for (namespace, names) in namespaces {
        let few: Option<Vec<&str>> = names.into_iter().collect();
        match few.filter(|few| few.len() <= FEW_NAMES) {
            Some(few) => scopes.extend(few.into_iter().map(|name| JobScope::Name {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            })),
            None => scopes.push(JobScope::All {
                namespace: Some(namespace.to_owned()),
            }),
        }
    }
    scopes
}
