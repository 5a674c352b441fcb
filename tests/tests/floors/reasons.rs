//! Every dependency says why it is there.

/// The dependencies of `[workspace.dependencies]` with a reason neither beside them nor above their group, one line each.
///
/// A group is a run of lines without an empty one between.
pub fn violations(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut group_has_reason = false;
    let mut open = 0_usize;
    for line in manifest.lines().map(str::trim) {
        if open == 0 && line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
            group_has_reason = false;
            continue;
        }
        if !inside {
            continue;
        }
        if line.is_empty() {
            group_has_reason = false;
        } else if line.starts_with('#') {
            group_has_reason = true;
        } else {
            let (code, reason) = split_comment(line);
            if let Some((name, _)) = code.split_once('=').filter(|_| open == 0 && !group_has_reason && reason.is_none()) {
                found.push(format!("{} is a dependency without a reason", name.trim()));
            }
            open = (open + code.matches(['[', '{']).count()).saturating_sub(code.matches([']', '}']).count());
        }
    }
    found
}

/// The line before its comment, and the comment if it says anything. A `#` inside quotes begins no comment.
fn split_comment(line: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => {
                let (code, comment) = line.split_at(at);
                let comment = comment.trim_matches(['#', ' ']);
                return (code, Some(comment).filter(|comment| !comment.is_empty()));
            }
            _ => {}
        }
    }
    (line, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r##"
[workspace]
members = ["a"]

[workspace.dependencies]
# Text.
serde = "1"
toml = "1"

csv = "1" # tables
bare = { version = "1", features = ["#"] }
empty = "1" #

many = { version = "1", features = [
    "one",
] }
last = "2" # known by its reason

[profile.dev]
debug = false
"##;

    #[test]
    fn only_what_has_no_reason_is_found() {
        let expected = ["bare", "empty", "many"].map(|name| format!("{name} is a dependency without a reason"));
        assert_eq!(violations(MANIFEST), expected);
    }
}
