//! Tricks with tar: every one of them is known from somewhere.

use super::super::support::craft::{Tamper, honest_pack, then};
use super::super::support::tar::Raw;
use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = kinds();
    cases.extend(names());
    cases.extend(headers());
    cases.extend(sizes());
    cases.extend(ends());
    cases
}

fn entries(change: impl Fn(&mut Vec<Raw>) + 'static) -> Tamper {
    let change = move |mut entries| {
        change(&mut entries);
        entries
    };
    Tamper { entries: then(change), ..Tamper::default() }
}

/// Changes one field of the header of the changes, and makes its checksum right.
fn header(place: usize, bytes: &'static [u8]) -> Tamper {
    entries(move |entries| entries[2] = entries[2].clone().with(place, bytes))
}

/// Adds an entry at the end.
fn added(raw: impl Fn() -> Raw + 'static) -> Tamper {
    entries(move |entries| entries.push(raw()))
}

fn kinds() -> Vec<Case> {
    let link = |kind: &'static [u8]| added(move || Raw::new("blobs/link", b"").with(156, kind).with(157, b"/etc/passwd"));
    let before = |name: &'static str, kind: &'static [u8], content: &'static [u8]| {
        entries(move |entries| entries.insert(0, Raw::new(name, content).with(156, kind)))
    };
    vec![
        case("tar-symbolic-link", "an entry is a symbolic link", "archive.entry_type", link(b"2")),
        case("tar-hard-link", "an entry is a hard link", "archive.entry_type", link(b"1")),
        case("tar-folder", "an entry is a folder", "archive.entry_type", added(|| Raw::new("blobs/", b"").with(156, b"5"))),
        case("tar-device", "an entry is a device", "archive.entry_type", added(|| Raw::new("blobs/null", b"").with(156, b"3"))),
        case("tar-pipe", "an entry is a named pipe", "archive.entry_type", added(|| Raw::new("blobs/pipe", b"").with(156, b"6"))),
        case("tar-contiguous", "an entry is of the old contiguous kind", "archive.entry_type", header(156, b"7")),
        case("tar-old-regular", "an entry is of the old regular kind", "archive.entry_type", header(156, b"\0")),
        case(
            "tar-pax",
            "there is an extension header of pax",
            "archive.extension",
            before("PaxHeaders/changes", b"x", b"30 path=../../etc/cron.d/evil\n"),
        ),
        case(
            "tar-pax-global",
            "there is a global extension header of pax",
            "archive.extension",
            before("pax_global_header", b"g", b"19 comment=whatever\n"),
        ),
        case(
            "tar-long-name",
            "there is a long name of GNU tar",
            "archive.extension",
            before("././@LongLink", b"L", b"../../etc/cron.d/evil\0"),
        ),
        case("tar-long-link", "there is a long link of GNU tar", "archive.extension", before("././@LongLink", b"K", b"/etc/passwd\0")),
        case("tar-sparse", "an entry is sparse", "archive.extension", header(156, b"S")),
    ]
}

fn names() -> Vec<Case> {
    let extra = |name: &'static str| added(move || Raw::new(name, b"x"));
    let mut unsorted = case("tar-blobs-unsorted", "the blobs are not sorted", "archive.order", entries(|entries| entries.swap(3, 4)));
    unsorted.honest = honest_pack();
    vec![
        unsorted,
        case("tar-extra", "there is an entry with an unknown name", "archive.name", extra("readme.txt")),
        case("tar-dot-dot", "an entry climbs out of its folder", "archive.name", extra("../changes.ndjson")),
        case("tar-absolute", "an entry begins at the root", "archive.name", extra("/etc/passwd")),
        case("tar-dot", "an entry begins with a dot", "archive.name", extra("./changes.ndjson")),
        case(
            "tar-upper-case-blob",
            "a blob is named in upper case",
            "archive.name",
            extra("blobs/ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"),
        ),
        case(
            "tar-blob-in-folder",
            "a blob lies in a folder of its own",
            "archive.name",
            extra("blobs/x/0000000000000000000000000000000000000000000000000000000000000000"),
        ),
        case("tar-not-utf8", "a name is not UTF-8", "archive.name", header(0, b"\xff\xfe")),
        case("tar-empty-name", "a name is empty", "archive.name", entries(|entries| entries[2] = entries[2].clone().with(0, &[0; 14]))),
        case("tar-name-prefix", "a name is spread over two fields", "archive.metadata", header(345, b"evil")),
        case("tar-name-after-zero", "there is more after the end of a name", "archive.metadata", header(50, b"evil")),
        case("tar-manifest-twice", "there are two manifests", "archive.duplicate", entries(|entries| entries.push(entries[0].clone()))),
        case(
            "tar-changes-twice",
            "there are two files of changes",
            "archive.duplicate",
            entries(|entries| entries.insert(3, entries[2].clone())),
        ),
        case("tar-other-order", "the changes come first", "archive.order", entries(|entries| entries.rotate_right(1))),
        case("tar-signature-first", "the signature comes before the manifest", "archive.order", entries(|entries| entries.swap(0, 1))),
        case("tar-no-changes", "the changes are missing", "archive.missing", entries(|entries| entries.truncate(2))),
        case("tar-no-entries", "the archive is empty", "archive.missing", entries(Vec::clear)),
        case(
            "tar-undeclared-blob",
            "there is a blob that the manifest does not promise",
            "files.names",
            added(|| Raw::new("blobs/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", b"x")),
        ),
    ]
}

fn headers() -> Vec<Case> {
    vec![
        case("tar-checksum", "a checksum is wrong", "archive.checksum", entries(|entries| entries[2].set(148, b"000001"))),
        case(
            "tar-checksum-form",
            "a checksum is right and written in another way",
            "archive.checksum",
            entries(|entries| {
                let sum = entries[2].header[148..154].to_vec();
                entries[2].set(148, b" ");
                entries[2].set(149, &sum[1..]);
                entries[2].set(154, b" \0");
            }),
        ),
        case("tar-time", "an entry has a time", "archive.metadata", header(136, b"15112602372")),
        case("tar-user", "an entry has a user", "archive.metadata", header(108, b"0001750")),
        case("tar-group", "an entry has a group", "archive.metadata", header(116, b"0001750")),
        case("tar-mode", "an entry may be read by everybody", "archive.metadata", header(100, b"0000644")),
        case("tar-set-user-id", "an entry sets the user", "archive.metadata", header(100, b"0004600")),
        case("tar-user-name", "an entry names its user", "archive.metadata", header(265, b"root")),
        case("tar-group-name", "an entry names its group", "archive.metadata", header(297, b"root")),
        case("tar-link-name", "a regular file names a link", "archive.metadata", header(157, b"/etc/passwd")),
        case("tar-device-number", "a regular file has a device number", "archive.metadata", header(329, b"0000001")),
        case("tar-spare-bytes", "the spare bytes of a header are used", "archive.metadata", header(510, b"x")),
        case("tar-gnu", "the archive is in the format of GNU tar", "archive.not_ustar", header(257, b"ustar  \0")),
        case("tar-v7", "the archive is in the format of 1979", "archive.not_ustar", header(257, &[0; 8])),
    ]
}

fn sizes() -> Vec<Case> {
    vec![
        case("tar-size-huge", "an entry claims to have eight gigabytes", "archive.too_large", header(124, b"77777777777")),
        case("tar-size-over", "an entry claims to be larger than an archive may be", "archive.too_large", header(124, b"00400000001")),
        case("tar-size-beyond", "an entry claims to go on beyond the end", "archive.truncated", header(124, b"00000077777")),
        case("tar-size-binary", "a size is written in binary", "archive.size", header(124, b"\x80\0\0\0\0\0\0\0\0\0\x10\0")),
        case("tar-size-spaces", "a size is filled with spaces", "archive.size", header(124, b"       1000\0")),
        case("tar-size-decimal", "a size has a digit that is not octal", "archive.size", header(124, b"00000000099")),
        case("tar-size-sign", "a size has a sign", "archive.size", header(124, b"-0000001000")),
        case("tar-size-no-zero", "a size has twelve digits", "archive.size", header(124, b"000000001000")),
        case("tar-filling", "the filling after an entry is not zero", "archive.padding", entries(|entries| entries[2].filling = b'x')),
    ]
}

fn ends() -> Vec<Case> {
    let archive = |change: fn(&mut Vec<u8>)| Tamper {
        archive: then(move |mut bytes: Vec<u8>| {
            change(&mut bytes);
            bytes
        }),
        ..Tamper::default()
    };
    vec![
        case("tar-no-end", "the two zero blocks are missing", "archive.truncated", archive(|bytes| bytes.truncate(bytes.len() - 1024))),
        case(
            "tar-half-end",
            "one of the two zero blocks is missing",
            "archive.truncated",
            archive(|bytes| bytes.truncate(bytes.len() - 512)),
        ),
        case("tar-odd-end", "the last byte is missing", "archive.truncated", archive(|bytes| bytes.truncate(bytes.len() - 1))),
        case("tar-third-block", "there is a third zero block", "archive.end", archive(|bytes| bytes.resize(bytes.len() + 512, 0))),
        case("tar-trailing-byte", "there is a byte after the end", "archive.end", archive(|bytes| bytes.push(0))),
        case(
            "tar-second-archive",
            "there is another archive after the end",
            "archive.end",
            archive(|bytes| {
                let again = bytes.clone();
                bytes.extend(again);
            }),
        ),
        case(
            "tar-end-not-zero",
            "the second block of the end is not zero",
            "archive.end",
            archive(|bytes| {
                let last = bytes.len() - 1;
                bytes[last] = 1;
            }),
        ),
        case("tar-garbage", "the archive is no archive", "archive.checksum", archive(|bytes| bytes.fill(0x42))),
    ]
}
