//! What the figures were measured on.

use std::fs;
use std::path::Path;

/// The machine in a few lines: without them no figure means anything.
pub fn facts(dir: &Path) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!(
        "processor    {cores} × {}\nmemory       {}\nsystem       {os} {} {arch}\nfile system  {}\nbuild        {}\n",
        field("/proc/cpuinfo", "model name"),
        field("/proc/meminfo", "MemTotal"),
        kernel.trim(),
        file_system(dir).unwrap_or_else(|| "unknown".to_owned()),
        if cfg!(debug_assertions) { "debug: the figures below mean nothing" } else { "release" },
    )
}

/// The first value of a field in a file of `name: value` lines.
fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let found = text.lines().filter_map(|line| line.split_once(':')).find(|(field, _)| field.trim() == name);
    found.map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned())
}

/// The kind of the file system that a folder is on, from the list of mounts.
fn file_system(dir: &Path) -> Option<String> {
    let dir = dir.canonicalize().ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let mounted = mounts.lines().filter_map(|line| {
        let (place, kind) = line.split_once(" - ")?;
        let place = Path::new(place.split(' ').nth(4)?);
        dir.starts_with(place).then(|| (place.components().count(), kind.split(' ').next().unwrap_or_default().to_owned()))
    });
    mounted.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}
