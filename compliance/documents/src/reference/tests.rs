use std::fs;

use super::reference;
use crate::pages::root;

#[test]
fn the_reference_in_docs_is_the_one_of_this_configuration() {
    let sample = fs::read_to_string(root().join("config.toml")).expect("the sample");
    let written = fs::read_to_string(root().join("docs/configuration.md")).expect("the reference");
    let expected = reference(&sample).expect("a reference");
    assert!(written == expected, "docs/configuration.md is old: run `make docs`");
}

#[test]
fn keys_comments_and_variables_become_a_table() {
    let sample = "# About the file.\n\n# The part of a name.\nname = \"a # b\"\n\n# Where.\n#   x  one\n[[places]]\n\
        at = 1   # a | b\n# tls = { }\n";
    let document = reference(sample).expect("a reference");
    assert!(document.contains("| `name` | `\"a # b\"` | `HELIOGRAPH_NAME` | The part of a name. |"), "{document}");
    assert!(document.contains("## `[[places]]`\n\nWhere.\n- `x`: one\n"), "{document}");
    assert!(document.contains("| `at` | `1` | `HELIOGRAPH_PLACES__0__AT` | a \\| b |"), "{document}");
    assert!(document.contains("| `tls` |  | `HELIOGRAPH_PLACES__0__TLS` | such as `{ }` |"), "{document}");
}
