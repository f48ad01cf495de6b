//! Chooses the watches for the pinned Jobs: one watch per name for few Jobs, one of the whole namespace for
//! many.

use std::collections::HashMap;

use super::jobs::JobScope;
use super::pins::Pins;

/// At most this many Jobs of a namespace are watched by name, with one connection per Job. A watch of the
/// whole namespace also reports the Jobs of all other users.
const FEW_NAMES: usize = 8;

/// The scopes of the watches that together report all pinned Jobs.
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
