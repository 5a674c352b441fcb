//! The rules of the house, as data. Everything else here only reads them.

/// A crate of this workspace and the floor it stands on. It may import floors below its own, and no other.
pub struct Floor {
    /// The package's name.
    pub package: &'static str,
    /// 0 is the ground.
    pub level: u8,
}

/// Every member of the workspace stands here: one that does not is a violation.
pub const FLOORS: &[Floor] = &[
    Floor { package: "fieldweek-domain", level: 0 },
    Floor { package: "fieldweek-store", level: 1 },
    Floor { package: "fieldweek-bundle", level: 1 },
    Floor { package: "fieldweek-report", level: 1 },
    Floor { package: "fieldweek-sync", level: 2 },
    Floor { package: "fieldweek-app", level: 3 },
    Floor { package: "fieldweek-cli", level: 4 },
    Floor { package: "fieldweek-desktop", level: 4 },
    Floor { package: "fieldweek-tests", level: 5 },
];

/// Libraries that only one crate may use.
pub struct Fence {
    /// The only package that may depend on them.
    pub home: &'static str,
    /// Their names; a star at the end stands for any ending.
    pub libraries: &'static [&'static str],
}

/// A crate exists only to fence a dependency: these are the dependencies.
pub const FENCES: &[Fence] = &[
    Fence { home: "fieldweek-store", libraries: &["rusqlite", "libsqlite3-sys", "keyring", "keyring-*"] },
    Fence { home: "fieldweek-bundle", libraries: &["age", "age-*", "minisign", "minisign-*", "ed25519-dalek"] },
    Fence { home: "fieldweek-report", libraries: &["typst", "typst-*", "rust_xlsxwriter", "parquet"] },
    Fence { home: "fieldweek-sync", libraries: &["object_store", "reqwest", "hyper"] },
    Fence { home: "fieldweek-cli", libraries: &["clap", "rpassword", "indicatif"] },
    Fence { home: "fieldweek-desktop", libraries: &["tauri", "tauri-*"] },
];

/// What the ground floor may never use: files, clocks, randomness, tasks.
pub const NEVER_IN_DOMAIN: &[&str] = &["getrandom", "rand", "rand_*", "tempfile", "tokio", "tokio-*", "futures", "uuid"];

/// Names that say nothing, for a crate, a module or a file of code, alone or as a word of a longer name.
pub const EMPTY_NAMES: &[&str] = &["common", "core", "utils", "util", "helpers", "helper", "manager", "service"];

/// The endings of files whose names, and the names of whose folders, are held to [`EMPTY_NAMES`].
pub const CODE: &[&str] = &["rs", "ts", "svelte", "js", "java", "py", "sh"];

/// The longest file of Rust, in lines.
pub const LONGEST_RUST_FILE: usize = 500;

/// Folders that belong to one machine. Written in halves, so that this file does not break the rule it states.
pub const MACHINE_PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Words that leave work for nobody in particular.
pub const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];

/// Files that tools write: nobody chose their words.
pub const WRITTEN_BY_TOOLS: &[&str] = &["Cargo.lock", "package-lock.json"];
