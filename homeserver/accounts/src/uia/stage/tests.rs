use std::borrow::Cow;

use ruma::api::client::uiaa::{AuthData, AuthType, Dummy};

use super::{Flows, Stage, StageSet, auth_flows, offers};

const EITHER: Flows<'static> =
    &[Cow::Borrowed(&[Stage::Password]), Cow::Borrowed(&[Stage::RegistrationToken, Stage::Dummy])];

#[test]
fn one_whole_flow_is_enough_and_parts_of_two_are_not() {
    let none = StageSet::default();
    assert!(!none.satisfies(EITHER));
    assert!(!none.with(Stage::Dummy).satisfies(EITHER));
    assert!(none.with(Stage::Dummy).with(Stage::RegistrationToken).satisfies(EITHER));
    assert!(none.with(Stage::Password).satisfies(EITHER));
}

#[test]
fn nothing_satisfies_an_endpoint_without_flows() {
    assert!(!StageSet::default().with(Stage::Password).satisfies(&[]));
}

#[test]
fn the_database_form_is_stable() {
    let set = StageSet::default().with(Stage::Dummy).with(Stage::RegistrationToken);
    assert_eq!(set.bits(), 3);
    assert_eq!(StageSet::from_bits(4), StageSet::default().with(Stage::Password));
    assert_eq!(set.auth_types(), [AuthType::Dummy, AuthType::RegistrationToken]);
}

#[test]
fn only_stages_of_a_flow_are_offered() {
    assert!(offers(EITHER, Stage::Dummy));
    assert!(!offers(&[Cow::Borrowed(&[Stage::Password])], Stage::Dummy));
    assert_eq!(auth_flows(EITHER)[1].stages, [AuthType::RegistrationToken, AuthType::Dummy]);
}

#[test]
fn unknown_attempts_are_no_stage() {
    assert_eq!(Stage::attempted(&AuthData::Dummy(Dummy::new())), Some(Stage::Dummy));
    assert_eq!(Stage::attempted(&AuthData::fallback_acknowledgement("s".to_owned())), None);
}
