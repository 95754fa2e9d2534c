use url::Url;

use super::address;

#[test]
fn a_path_is_put_behind_that_of_the_service() {
    let query = [("field".to_owned(), "a b".to_owned())];
    for base in ["http://localhost:1/bridge", "http://localhost:1/bridge/"] {
        let url = address(&Url::parse(base).unwrap(), &["rooms", "#a/b:example.org"], &query).unwrap();
        assert_eq!(url.as_str(), "http://localhost:1/bridge/rooms/%23a%2Fb:example.org?field=a+b");
    }
    assert!(address(&Url::parse("data:text").unwrap(), &["rooms"], &[]).is_err());
}
