//! What waits, and from where on a server is owed.

use ruma::owned_server_name;

use super::*;

fn queue() -> Queue {
    Queue::new(owned_server_name!("b.org"))
}

fn event(position: i64) -> Waiting {
    Waiting { position: StreamPosition(position), room: RoomNid(1), event: EventNid(position) }
}

#[test]
fn a_server_that_does_not_answer_is_owed_everything_from_the_first_event_on() {
    let queue = queue();
    queue.push_event(event(5));
    queue.push_event(event(7));
    assert_eq!(queue.first_waiting(), Some(StreamPosition(5)));
    let row = queue.fail(Some(StreamPosition(5)), StreamPosition(7), 1_000, 0);
    assert_eq!((row.owed_after, row.failures, row.retry_ts), (StreamPosition(4), 1, 11_000));
    assert_eq!(queue.first_waiting(), None, "the row says it from now on");
    queue.push_event(event(9));
    assert!(queue.lock().events.is_empty(), "found in the database later");
    let row = queue.fail(None, StreamPosition(9), 20_000, 0);
    assert_eq!((row.owed_after, row.failures, row.failing_since_ts), (StreamPosition(4), 2, 1_000));
    assert!(!queue.succeed(), "it answers again, but is still owed");
    assert_eq!(queue.owed(StreamPosition(8)), Some((StreamPosition(4), StreamPosition(9))));
    queue.catch_up(StreamPosition(8));
    assert_eq!(queue.owed(StreamPosition(8)), Some((StreamPosition(8), StreamPosition(9))), "one came meanwhile");
    queue.catch_up(StreamPosition(9));
    assert_eq!(queue.owed(StreamPosition(9)), None);
    assert!(queue.succeed(), "it is taken off the list");
}

#[test]
fn more_events_than_memory_should_hold_are_left_to_the_database() {
    let queue = queue();
    for position in 1..=1_001 {
        queue.push_event(event(position));
    }
    let contents = queue.lock();
    assert!(contents.events.is_empty());
    assert_eq!(contents.owed_after, Some(StreamPosition(0)));
}

#[test]
fn one_task_at_a_time_empties_a_queue() {
    let queue = queue();
    assert!(!queue.needs_sender(), "nothing waits");
    queue.push_to_device();
    assert!(queue.needs_sender());
    assert!(!queue.needs_sender());
    assert!(!queue.ends_sender(), "something waits");
    queue.lock().has_to_device = false;
    assert!(queue.ends_sender());
    queue.push_to_device();
    assert!(queue.needs_sender());
}
