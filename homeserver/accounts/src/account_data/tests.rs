use ruma::exports::http::StatusCode;

use super::check_type;

#[test]
fn what_the_server_keeps_itself_cannot_be_set() {
    for data_type in ["m.fully_read", "m.push_rules"] {
        let error = check_type(data_type).unwrap_err();
        assert_eq!(error.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(error.kind().errcode().as_str(), "M_BAD_JSON");
    }
    assert!(check_type("m.direct").is_ok());
    assert!(check_type(&"x".repeat(256)).is_err());
}
