use std::sync::Arc;

use ruma::user_id;
use serde_json::json;

use super::{Connection, Request, RequiredState, Rules, Step};
use crate::nid::{RoomNid, StreamPosition};

fn required(pairs: &[(&str, &str)]) -> RequiredState {
    let pairs: Vec<_> = pairs.iter().map(|(kind, key)| ((*kind).to_owned(), (*key).to_owned())).collect();
    RequiredState::new(&pairs, user_id!("@me:example.org"))
}

fn rules(timeline_limit: u64, pairs: &[(&str, &str)]) -> Arc<Rules> {
    Arc::new(Rules { timeline_limit, required_state: required(pairs) })
}

#[test]
fn required_state_is_the_union_of_what_is_asked_for() {
    let lazy = required(&[("*", "*"), ("m.room.member", "$LAZY"), ("m.room.member", "$ME")]);
    assert!(lazy.wants("m.room.topic", "") && lazy.wants("m.room.member", "@me:example.org"));
    assert!(!lazy.wants("m.room.member", "@you:example.org") && lazy.is_lazy());
    let all = required(&[("*", "*")]);
    let both = lazy.and(&all);
    assert!(both.wants("m.room.member", "@you:example.org") && !both.is_lazy());
    let names = required(&[("m.room.name", "")]);
    assert!(names.and(&lazy).is_lazy());
    assert!(all.exceeds(&lazy) && !lazy.exceeds(&all) && !names.exceeds(&all) && all.exceeds(&names));
    assert!(required(&[("m.room.member", "*")]).exceeds(&lazy));
    assert_eq!(names.exact(), Some(vec![("m.room.name", "")]));
    assert_eq!(lazy.exact(), None);
    assert_eq!(lazy.named().collect::<Vec<_>>(), [("m.room.member", "@me:example.org")]);
}

#[test]
fn a_connection_knows_what_is_new_and_survives_being_written_down() {
    let (short, long) = (rules(1, &[("m.room.name", "")]), rules(20, &[("m.room.name", ""), ("m.room.topic", "")]));
    let (one, two) = (RoomNid(1), RoomNid(2));
    let at = |position| Some(StreamPosition(position));
    let mut connection = Connection::default();
    assert_eq!(connection.step(one, &short, at(5)), Step::Whole);
    connection.tell(one, &short, false, true);
    connection.tell(two, &short, true, false);
    let since =
        |since, more_timeline, more_state| Step::Since { since: StreamPosition(since), more_timeline, more_state };
    assert_eq!(connection.step(one, &short, at(5)), since(5, false, false));
    assert_eq!(connection.step(one, &long, at(5)), since(5, true, true));
    // Without a token nothing that was told counts.
    assert_eq!(connection.step(one, &short, None), Step::Whole);
    connection.leave_behind(|room| room == two, StreamPosition(7));
    assert_eq!(connection.step(one, &short, at(9)), since(7, false, false));
    assert_eq!(connection.step(two, &short, at(9)), since(9, false, false));
    let again = Connection::from_text(&connection.to_text().unwrap()).unwrap();
    assert_eq!(again, connection);
    connection.follow(one);
    assert_eq!(connection.step(one, &short, at(9)), since(9, false, false));
    // A timeline without a gap is as long as it ever was; after a gap it is not.
    connection.tell(one, &long, false, false);
    connection.tell(one, &short, false, false);
    assert_eq!(connection.step(one, &rules(20, &[]), at(9)), since(9, false, false));
    connection.tell(one, &short, false, true);
    assert_eq!(connection.step(one, &rules(20, &[]), at(9)), since(9, true, false));
}

#[test]
fn ranges_name_places_of_the_list_that_there_is() {
    let body = json!({ "lists": {
        "some": { "ranges": [[0, 1], [1, 3], [8, 20]], "timeline_limit": 1, "required_state": [] },
        "all": { "timeline_limit": 1, "required_state": [] },
        "none": { "ranges": [], "timeline_limit": 1, "required_state": [] },
    } });
    let request: Request = serde_json::from_value(body).unwrap();
    request.check().unwrap();
    let places = |name: &str, count| request.lists.get(name).unwrap().places(count).into_iter().collect::<Vec<_>>();
    assert_eq!(places("some", 10), [0, 1, 2, 3, 8, 9]);
    assert_eq!(places("some", 1), [0]);
    assert_eq!(places("all", 3), [0, 1, 2]);
    assert_eq!(places("none", 3), Vec::<usize>::new());
}
