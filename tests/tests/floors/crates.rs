//! Who imports whom.

use cargo_metadata::Metadata;

use crate::rules::{EMPTY_NAMES, FENCES, FLOORS, NEVER_IN_DOMAIN};

/// A member of the workspace and the packages it names as dependencies, of whatever kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// The package's name.
    pub name: String,
    /// The names of what it depends on, for building, running or testing.
    pub imports: Vec<String>,
}

/// The members of a workspace.
pub fn members(metadata: &Metadata) -> Vec<Member> {
    let of = |package: &&cargo_metadata::Package| Member {
        name: package.name.to_string(),
        imports: package.dependencies.iter().map(|dependency| dependency.name.clone()).collect(),
    };
    metadata.workspace_packages().iter().map(of).collect()
}

/// What is wrong between crates, one line each.
pub fn violations(members: &[Member]) -> Vec<String> {
    let mut found = Vec::new();
    for member in members {
        let name = member.name.as_str();
        if name.split(['-', '_']).any(|word| EMPTY_NAMES.contains(&word)) {
            found.push(format!("{name} is a crate with a name that says nothing"));
        }
        let Some(own) = level(name) else {
            found.push(format!("{name} stands on no floor"));
            continue;
        };
        for import in &member.imports {
            found.extend(wrong_import(name, own, import));
        }
    }
    found
}

fn wrong_import(name: &str, own: u8, import: &str) -> Vec<String> {
    let mut found = Vec::new();
    match level(import) {
        Some(other) if other > own => found.push(format!("{name} (floor {own}) imports upwards: {import} (floor {other})")),
        Some(other) if other == own => found.push(format!("{name} (floor {own}) imports sideways: {import}")),
        _ => {}
    }
    let fence = FENCES.iter().find(|fence| fence.libraries.iter().any(|pattern| matches(pattern, import)));
    if let Some(fence) = fence.filter(|fence| fence.home != name) {
        found.push(format!("{name} uses {import}, which is for {} alone", fence.home));
    }
    if own == 0 && NEVER_IN_DOMAIN.iter().any(|pattern| matches(pattern, import)) {
        found.push(format!("{name} uses {import}, and the ground floor is pure"));
    }
    found
}

fn level(package: &str) -> Option<u8> {
    FLOORS.iter().find(|floor| floor.package == package).map(|floor| floor.level)
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, imports: &[&str]) -> Vec<String> {
        violations(&[Member { name: name.to_owned(), imports: imports.iter().map(|import| (*import).to_owned()).collect() }])
    }

    #[test]
    fn what_the_plan_allows_passes() {
        assert!(found("fieldweek-app", &["fieldweek-sync", "fieldweek-store", "serde"]).is_empty());
        assert!(found("fieldweek-store", &["fieldweek-domain", "rusqlite", "keyring"]).is_empty());
        assert!(found("fieldweek-tests", &["fieldweek-cli", "fieldweek-desktop"]).is_empty());
    }

    #[test]
    fn an_import_upwards_is_found() {
        assert_eq!(found("fieldweek-store", &["fieldweek-app"]), ["fieldweek-store (floor 1) imports upwards: fieldweek-app (floor 3)"]);
        assert_eq!(found("fieldweek-domain", &["fieldweek-bundle"]).len(), 1);
    }

    #[test]
    fn an_import_sideways_is_found() {
        assert_eq!(found("fieldweek-bundle", &["fieldweek-store"]), ["fieldweek-bundle (floor 1) imports sideways: fieldweek-store"]);
        assert_eq!(found("fieldweek-cli", &["fieldweek-desktop"]).len(), 1);
    }

    #[test]
    fn every_fence_keeps_every_other_crate_out() {
        for fence in FENCES {
            assert!(level(fence.home).is_some(), "{} is no crate of the plan", fence.home);
            for library in fence.libraries {
                let library = library.replace('*', "x");
                for floor in FLOORS.iter().filter(|floor| floor.package != fence.home) {
                    assert_eq!(
                        found(floor.package, &[&library]),
                        [format!("{} uses {library}, which is for {} alone", floor.package, fence.home)]
                    );
                }
                assert!(found(fence.home, &[&library]).is_empty());
            }
        }
    }

    #[test]
    fn a_fence_takes_no_more_than_it_names() {
        assert!(found("fieldweek-app", &["agent", "typstyle", "keyrings"]).is_empty());
    }

    #[test]
    fn the_ground_floor_is_pure() {
        assert_eq!(found("fieldweek-domain", &["rand_core"]), ["fieldweek-domain uses rand_core, and the ground floor is pure"]);
        assert!(found("fieldweek-app", &["getrandom"]).is_empty());
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        assert_eq!(found("fieldweek-extra", &[]), ["fieldweek-extra stands on no floor"]);
    }

    #[test]
    fn a_crate_with_an_empty_name_is_found() {
        assert!(found("fieldweek-core", &[]).contains(&"fieldweek-core is a crate with a name that says nothing".to_owned()));
    }
}
