use super::*;
use crate::{Draft, Guidance};
use std::fs;

const WORD: &str = "Zanzibarquokka";

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The files under a folder that hold these bytes, and how many files there are.
fn holding(dir: &Path, needle: &[u8]) -> (Vec<PathBuf>, usize) {
    let files = files(dir);
    let count = files.len();
    let holds = |path: &PathBuf| fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle);
    (files.into_iter().filter(holds).collect(), count)
}

#[test]
fn no_word_and_no_key_is_ever_on_the_disk_in_the_clear() {
    let (desk, mut ws) = Desk::new();
    allocate(&mut ws);
    for n in 0..200 {
        write(&mut ws, "asha", note(&format!("2.1.{n}")), json!(format!("{WORD} was here {n}"))).unwrap();
    }
    let draft = Draft { inspection: inspection(), register: note("9"), value: json!(WORD), at: at() };
    ws.put_draft(&draft).unwrap();
    ws.put_blob(WORD.repeat(1000).as_bytes()).unwrap();
    ws.put_setting("s", WORD.as_bytes()).unwrap();
    ws.put_guidance("yj/1", &[Guidance { question: "1".to_owned(), text: WORD.to_owned() }]).unwrap();
    ws.backup(&ws.backups(), 1).unwrap();
    ws.rebuild().unwrap();
    assert_eq!(ws.search(WORD, 1000).unwrap().len(), 201);
    let key = *ws.key.expose();
    let raw = desk.vault.get(&desk.vault.slots()[0]).unwrap().unwrap();
    let needles: [&[u8]; 7] = [
        WORD.as_bytes(),
        WORD.to_lowercase().as_bytes(),
        b"C07.primary",
        &key,
        hex::encode(key).as_bytes(),
        raw.expose_secret(),
        passphrase().expose_secret().as_bytes(),
    ]
    .map(|needle| Box::leak(needle.to_vec().into_boxed_slice()) as &[u8]);
    let look = || {
        for needle in needles {
            let (found, count) = holding(desk.home.path(), needle);
            assert_eq!(found, Vec::<PathBuf>::new());
            assert!(count >= 6, "it looked at {count} files");
        }
    };
    look(); // with the write-ahead log beside the database
    assert!(desk.dir().join("fieldweek.db-wal").exists());
    drop(ws);
    look();
    fs::write(desk.home.path().join("leak"), format!("xx{WORD}xx")).unwrap();
    assert_eq!(holding(desk.home.path(), WORD.as_bytes()).0.len(), 1, "and it can find");
}

#[test]
fn errors_never_repeat_what_is_stored() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    write(&mut ws, "asha", note("2.1.01"), json!(WORD)).unwrap();
    let sql = format!("INSERT INTO settings (name, value) VALUES ('{WORD}', '{WORD}')");
    let errors = [
        StoreError::from(ws.conn.execute(&sql, []).unwrap_err()),
        StoreError::from(ws.conn.execute(&format!("SELECT {WORD} FROM heads"), []).unwrap_err()),
        write(&mut ws, "ben", note("2.1.01"), json!(WORD)).unwrap_err(),
        write(&mut ws, "asha", note("2.1.01"), json!(WORD.repeat(30_000))).unwrap_err(),
    ];
    for error in errors {
        assert!(!format!("{error} {error:?}").contains(WORD), "{error}");
    }
}
