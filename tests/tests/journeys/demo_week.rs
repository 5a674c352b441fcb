//! The demonstration week, seen from outside: what lies in its folder is what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::program::{Ran, command, run, words};
use crate::team::{files_below, forget_earlier_runs};
use crate::{binary, strangers, verapdf};

const PASSPHRASE: &str = "demonstration week only";
const LAPTOPS: [&str; 4] = ["lead-1", "inspector-1", "inspector-2", "inspector-3"];

/// A week in a folder.
struct Week {
    folder: PathBuf,
}

impl Week {
    /// Plays it, with temporary files in a folder of their own, which must be empty afterwards.
    fn play(folder: &Path, options: &str) -> Ran {
        let tmp = tempfile::tempdir_in(binary::scratch()).unwrap();
        let mut command = command();
        command.env("TMPDIR", tmp.path()).args(words("demo --out")).arg(folder).args(words(options));
        let ran = run(&mut command, b"");
        assert_eq!(files_below(tmp.path()), Vec::<PathBuf>::new(), "left among the temporary files");
        ran
    }

    /// The week with seed 7, played once for all tests that only look.
    fn seven() -> Self {
        static PLAYED: OnceLock<PathBuf> = OnceLock::new();
        let played = PLAYED.get_or_init(|| {
            forget_earlier_runs("demo-");
            let folder = binary::scratch().join(format!("demo-{}", std::process::id()));
            let told = Self::play(&folder, "--seed 7").ok();
            assert!(told.out.contains("all 12 acknowledged changes are there") && told.out.contains("0 refused"), "{}", told.out);
            folder
        });
        Self { folder: played.clone() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn run(&self, person: &str, line: &str) -> Ran {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(()); // a workspace is open in one program only
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let mut command = command();
        command.current_dir(&self.folder).args(words(&format!("--passphrase-fd 0 -w workspaces/{person} {line}")));
        run(&mut command, format!("{PASSPHRASE}\n").as_bytes())
    }

    fn json(&self, person: &str, line: &str) -> Value {
        self.run(person, &format!("--json {line}")).json()
    }

    fn export(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path("exports").join(name)).unwrap()).unwrap()
    }

    fn bundles(&self, folder: &str) -> Vec<PathBuf> {
        files_below(&self.path(folder)).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "age")).collect()
    }

    /// What was answered: case, reading, question, and the answer.
    fn answers(&self) -> BTreeMap<String, String> {
        let rows = self.export("answers.json");
        let row =
            |row: &Value| (format!("{}.{} {}", row["case"], row["role"], row["question"]), format!("{} {}", row["applies"], row["answer"]));
        rows.as_array().unwrap().iter().map(row).collect()
    }
}

fn device_in(path: &Path) -> String {
    path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn every_assessment_has_a_summary_and_every_answer_a_row() {
    let week = Week::seven();
    let summaries = files_below(&week.path("exports/summaries"));
    assert_eq!(summaries.len(), 47);
    assert!(summaries.iter().all(|path| fs::read(path).unwrap().starts_with(b"%PDF-1.7")));
    assert_eq!(week.answers().len(), (32 + 5) * 72 + (9 + 1) * 16);
    let ratings = week.export("ratings.json");
    let counted = ratings["consolidated"]["counted"].as_array().unwrap();
    assert_eq!(counted.len(), 41, "second readings do not count");
    for (id, cases) in [("2.1.1", 32), ("2.3.2", 32), ("V1.1", 9)] {
        let counts = &ratings["ratings"]["key_questions"][id];
        let sum: u64 = ["yes", "no", "not_applicable"].iter().map(|field| counts[*field].as_u64().unwrap()).sum();
        assert_eq!(sum, cases, "{id}: {counts}");
    }
    assert_eq!(ratings["ratings"], week.json("central-1", "central ratings")["ratings"]);
}

#[test]
fn four_summaries_are_valid_pdf_ua_1_and_pdf_a_2a() {
    let week = Week::seven();
    let names = ["C01.primary", "C31.primary", "V03.primary", "C09.second"]; // a court order, remand, a victim, a second reading
    verapdf::assert_valid(&names.map(|name| week.path(&format!("exports/summaries/{name}.pdf"))));
}

#[test]
fn every_change_of_every_laptop_has_its_receipt() {
    let week = Week::seven();
    for person in LAPTOPS {
        let status = week.json(person, "workspace status");
        let line = &status["inspections"][0];
        assert!(line["own"].as_u64().unwrap() > 1000, "{person}: {line}");
        assert_eq!((&line["own"], &line["own"]), (&line["sealed"], &line["confirmed"]), "{person}: {line}");
        assert_eq!((&line["conflicts"], &line["set_apart"]), (&0.into(), &0.into()), "{person}: {line}");
    }
    let central = week.json("central-1", "keys export")["device"].as_str().unwrap().to_owned();
    let sent: BTreeSet<String> =
        week.bundles("drop").iter().filter(|path| device_in(path) != central).map(|path| strangers::sha256(path)).collect();
    let receipts = files_below(&week.path("drop/v1/demo-2026/receipts"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let receipts: Vec<Value> = receipts.map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect();
    assert!(receipts.iter().all(|receipt| receipt["status"] == "archived"), "{receipts:?}");
    let confirmed: BTreeSet<String> = receipts.iter().map(|receipt| receipt["bundle"].as_str().unwrap().to_owned()).collect();
    assert_eq!(confirmed, sent, "hash for hash, as sha256sum counts them");
    let archived: BTreeSet<String> = week.bundles("archive").iter().map(|path| strangers::sha256(path)).collect();
    assert_eq!(archived, sent, "and central's archive holds them unchanged");
}

#[test]
fn minisign_verifies_every_bundle_with_the_exported_key() {
    let week = Week::seven();
    let keys = tempfile::tempdir_in(binary::scratch()).unwrap();
    let mut of_device = BTreeMap::new();
    for person in LAPTOPS.into_iter().chain(["central-1"]) {
        let path = keys.path().join(format!("{person}.pub"));
        fs::write(&path, week.run(person, "keys export").ok().out).unwrap();
        of_device.insert(week.json(person, "keys export")["device"].as_str().unwrap().to_owned(), path);
    }
    let bundles: Vec<PathBuf> = ["drop", "stick", "archive"].iter().flat_map(|folder| week.bundles(folder)).collect();
    assert!(bundles.len() >= 8 + 2 + 7, "{}", bundles.len());
    for bundle in &bundles {
        let device = device_in(bundle);
        let said = strangers::minisign_verifies(&of_device[&device], bundle).unwrap_or_else(|| panic!("{}", bundle.display()));
        let comment = format!("fieldweek/1 inspection=demo-2026 device={device} ");
        assert!(said.contains(&comment) && said.contains(&format!("sha256={}", strangers::sha256(bundle))), "{said}");
    }
    let other = of_device.iter().find(|(device, _)| **device != device_in(&bundles[0])).unwrap().1;
    assert_eq!(strangers::minisign_verifies(other, &bundles[0]), None, "and with nobody else's");
}

#[test]
fn age_opens_what_is_for_central_and_tar_lists_it() {
    let week = Week::seven();
    let private = tempfile::tempdir_in(binary::scratch()).unwrap();
    let identity = |person: &str| {
        let ran = week.run(person, "keys export --secret-age-identity").ok();
        assert!(ran.err.contains("WARNING"), "{}", ran.err);
        let path = private.path().join(person);
        fs::write(&path, ran.out).unwrap();
        path
    };
    let (central, outsider) = (identity("central-1"), identity("inspector-3"));
    let own = week.json("inspector-3", "keys export")["device"].as_str().unwrap().to_owned();
    let archive = private.path().join("bundle.tar");
    let mut packs = 0;
    for bundle in week.bundles("drop") {
        fs::write(&archive, strangers::age_decrypts(&central, &bundle).unwrap_or_else(|| panic!("{}", bundle.display()))).unwrap();
        let names = strangers::tar_lists(&archive);
        assert_eq!(names[..3], ["manifest.json", "manifest.json.minisig", "changes.ndjson"], "{names:?}");
        let manifest: Value = serde_json::from_slice(&strangers::tar_extracts(&archive, "manifest.json")).unwrap();
        let lines = strangers::tar_extracts(&archive, "changes.ndjson").iter().filter(|byte| **byte == b'\n').count() as u64;
        assert_eq!(manifest["last"].as_u64().unwrap() - manifest["first"].as_u64().unwrap() + 1, lines, "{manifest}");
        let for_outsider = strangers::age_decrypts(&outsider, &bundle).is_some();
        assert_eq!(for_outsider, manifest["kind"] == "pack", "a return is for central and the lead alone: {}", bundle.display());
        assert!(for_outsider || device_in(&bundle) != own || manifest["kind"] == "return");
        packs += usize::from(manifest["kind"] == "pack");
    }
    assert_eq!(packs, 1);
}

#[test]
fn a_seed_decides_what_is_invented() {
    let parent = tempfile::tempdir_in(binary::scratch()).unwrap();
    let again = Week { folder: parent.path().join("week") };
    Week::play(&again.folder, "--seed 7").ok();
    let seven = Week::seven();
    assert_eq!(again.export("ratings.json"), seven.export("ratings.json"), "the same counts");
    assert_eq!(again.answers(), seven.answers(), "the same answers");
    let device = |week: &Week| week.json("lead-1", "keys export")["device"].clone();
    assert_ne!(device(&again), device(&seven), "keys are never from the seed");

    let refused = Week::play(&again.folder, "--json --seed 8").refused("demo.not_empty");
    assert!(refused["action"].as_str().unwrap().contains("--again"), "{refused}");
    assert_eq!(again.answers(), seven.answers(), "refused, it touches nothing");
    fs::write(again.path("exports/left-over.txt"), "from before").unwrap();
    Week::play(&again.folder, "--seed 8 --again").ok();
    assert!(!again.path("exports/left-over.txt").exists(), "it replaces all of it");
    assert_ne!(again.answers(), seven.answers(), "another seed, other answers");
    assert_ne!(again.export("ratings.json")["ratings"], seven.export("ratings.json")["ratings"]);
}

#[test]
fn nothing_but_a_demonstration_is_ever_replaced() {
    let folder = tempfile::tempdir_in(binary::scratch()).unwrap();
    fs::write(folder.path().join("thesis.txt"), "ten years of work").unwrap();
    for options in ["--json --seed 7", "--json --seed 7 --again"] {
        Week::play(folder.path(), options).refused("demo.not_empty");
        assert_eq!(files_below(folder.path()), [folder.path().join("thesis.txt")]);
    }
    let file = folder.path().join("thesis.txt");
    assert_eq!(Week::play(&file, "--json --seed 7 --again").code, Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), "ten years of work");
}
