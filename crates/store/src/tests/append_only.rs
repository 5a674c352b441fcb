use super::*;

#[test]
fn no_statement_changes_or_removes_a_line() {
    let (_desk, mut ws) = Desk::new();
    allocate(&mut ws);
    let before = rows(&ws, "SELECT * FROM change_log");
    for sql in [
        "UPDATE change_log SET line = 'x'",
        "UPDATE OR IGNORE change_log SET lamport = 7",
        "DELETE FROM change_log",
        "REPLACE INTO change_log SELECT id, inspection, device, seq, lamport, subject, field, 'x' FROM change_log",
        "INSERT INTO change_log SELECT id, inspection, device, seq, lamport, subject, field, 'x' FROM change_log
         WHERE true ON CONFLICT (id) DO UPDATE SET line = 'x'",
    ] {
        let refused = ws.conn.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
    assert_eq!(rows(&ws, "SELECT * FROM change_log"), before);
}
