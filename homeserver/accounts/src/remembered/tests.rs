use std::{cell::Cell, convert::Infallible, time::Duration};

use hs_core::{clock::Clock, nid::UserNid};

use super::Remembered;

const ALICE: UserNid = UserNid(1);

async fn read(cache: &Remembered<u8, u8>, reads: &Cell<u32>, value: u8) -> Option<u8> {
    let load = async || {
        reads.set(reads.get() + 1);
        Ok::<_, Infallible>(Some((ALICE, value)))
    };
    cache.get_or_load(1, load).await.unwrap()
}

#[tokio::test]
async fn a_value_is_read_once_until_it_is_too_old() {
    let clock = Clock::manual(0);
    let (cache, reads) = (Remembered::new(10, clock.clone()), Cell::new(0));
    assert_eq!(read(&cache, &reads, 1).await, Some(1));
    assert_eq!(read(&cache, &reads, 2).await, Some(1));
    clock.advance(Duration::from_secs(30));
    assert_eq!(read(&cache, &reads, 2).await, Some(2));
    assert_eq!(reads.get(), 2);
}

#[tokio::test]
async fn what_is_about_a_forgotten_user_is_read_again() {
    let (cache, reads) = (Remembered::new(10, Clock::manual(0)), Cell::new(0));
    read(&cache, &reads, 1).await;
    cache.forget(UserNid(2));
    assert_eq!(read(&cache, &reads, 2).await, Some(1));
    cache.forget(ALICE);
    assert_eq!(read(&cache, &reads, 2).await, Some(2));
    assert_eq!(read(&cache, &reads, 3).await, Some(2));
    cache.forget_all();
    assert_eq!(read(&cache, &reads, 3).await, Some(3));
}

#[tokio::test]
async fn a_read_that_a_change_overtook_is_not_believed() {
    let (cache, reads) = (Remembered::<u8, u8>::new(10, Clock::manual(0)), Cell::new(0));
    let overtaken = async || {
        cache.forget(ALICE);
        Ok::<_, Infallible>(Some((ALICE, 1)))
    };
    assert_eq!(cache.get_or_load(1, overtaken).await.unwrap(), Some(1));
    assert_eq!(read(&cache, &reads, 2).await, Some(2));
}

#[tokio::test]
async fn what_is_gone_is_not_remembered() {
    let clock = Clock::manual(0);
    let (cache, reads) = (Remembered::new(10, clock.clone()), Cell::new(0));
    read(&cache, &reads, 1).await;
    clock.advance(Duration::from_mins(1));
    assert_eq!(cache.get_or_load(1, async || Ok::<_, Infallible>(None)).await.unwrap(), None);
    assert_eq!(cache.peek(&1), None);
}

#[tokio::test]
async fn a_lasting_entry_is_read_again_after_a_change_only() {
    let clock = Clock::manual(0);
    let lasting = Remembered::lasting(10, clock.clone());
    let read = async |value: u8| lasting.get_or_load((), async || Ok::<_, ()>(Some((UserNid(1), value)))).await;
    assert_eq!(read(1).await, Ok(Some(1)));
    clock.advance(Duration::from_mins(5));
    assert_eq!(read(2).await, Ok(Some(1)));
    lasting.forget(UserNid(1));
    assert_eq!(read(3).await, Ok(Some(3)));
}
