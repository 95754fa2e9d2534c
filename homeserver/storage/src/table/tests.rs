use super::{latest, padded, portions};

#[test]
fn keys_are_padded_to_a_power_of_two_with_the_last_one() {
    let padded_to = |keys: &[i64]| padded(keys).collect::<Vec<_>>();
    assert_eq!(padded_to(&[1]), [1]);
    assert_eq!(padded_to(&[1, 2, 3]), [1, 2, 3, 3]);
    assert_eq!(padded_to(&[1, 2, 3, 4, 5]), [1, 2, 3, 4, 5, 5, 5, 5]);
}

#[test]
fn of_rows_with_one_key_the_last_is_kept() {
    let rows = [(2, "a"), (1, "b"), (2, "c")];
    assert_eq!(latest(rows.into_iter()).collect::<Vec<_>>(), [(1, "b"), (2, "c")]);
}

#[test]
fn rows_are_written_in_portions_of_few_sizes() {
    let sizes = |rows: usize| portions(vec![0; rows], 8).map(|portion| portion.len()).collect::<Vec<_>>();
    assert!(sizes(0).is_empty());
    assert_eq!(sizes(7), [4, 2, 1]);
    assert_eq!(sizes(21), [8, 8, 4, 1]);
}
