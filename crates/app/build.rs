//! Embeds every folder of `frameworks/`, so that a new framework needs no change of code.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../frameworks");
    let home = home.canonicalize()?;
    println!("cargo::rerun-if-changed={}", home.display());
    let mut table = String::from("pub(super) const EMBEDDED: &[(&str, &[(&str, &str)])] = &[\n");
    for folder in sorted(&home)?.iter().filter(|path| path.join("framework.toml").is_file()) {
        table.push_str(&format!("    ({:?}, &[\n", folder.file_name().unwrap_or_default()));
        for file in toml_files(folder)? {
            let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            table.push_str(&format!("        ({name:?}, include_str!({file:?})),\n"));
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("frameworks.rs"), table)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            files.extend(toml_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(files)
}
