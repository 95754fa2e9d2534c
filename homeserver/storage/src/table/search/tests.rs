use hs_core::nid::{EventNid, RoomNid};

use super::{SearchOrder, SearchQuery};
use crate::{
    Store, WriteBatch,
    testing::{event, on_each_database},
};

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(ToOwned::to_owned).collect()
}

async fn fill(store: &Store) {
    let mut batch = WriteBatch::default();
    for (nid, room, text) in [(1, 1, "tea for two"), (2, 1, "two for the tea"), (3, 2, "tea"), (4, 1, "æ 東 京")] {
        batch.event.live.push(event(nid, RoomNid(room), nid));
        batch.search.words.push((EventNid(nid), words(text)));
    }
    store.commit(batch).await.unwrap();
}

#[tokio::test]
async fn events_are_found_by_all_words_in_the_rooms_asked_for() {
    on_each_database(async |store| {
        fill(&store).await;
        let find = async |phrases: &[&str], rooms: &[i64], order| {
            let query = SearchQuery {
                phrases: phrases.iter().map(|phrase| words(phrase)).collect(),
                rooms: rooms.iter().copied().map(RoomNid).collect(),
                types: vec!["m.room.message".to_owned()],
            };
            let found = store.search(&query, order, 10).await.unwrap();
            found.into_iter().map(|found| found.event.get()).collect::<Vec<_>>()
        };
        let newest = SearchOrder::Recent { before: None };
        assert_eq!(find(&["tea"], &[1, 2], newest).await, [3, 2, 1]);
        assert_eq!(find(&["tea", "two"], &[1, 2], newest).await, [2, 1]);
        assert_eq!(find(&["tea for"], &[1, 2], newest).await, [1]);
        assert_eq!(find(&["tea"], &[2], newest).await, [3]);
        assert_eq!(find(&["æ"], &[1], newest).await, [4]);
        assert_eq!(find(&["東 京"], &[1], newest).await, [4]);
        assert_eq!(find(&["京 東"], &[1], newest).await, [0; 0]);
        assert_eq!(find(&["te"], &[1, 2], newest).await, [0; 0]);
        let before = Some((1_700_000_000_003, EventNid(3)));
        assert_eq!(find(&["tea"], &[1, 2], SearchOrder::Recent { before }).await, [2, 1]);
        assert_eq!(find(&["tea"], &[1, 2], SearchOrder::Rank { skip: 1 }).await.len(), 2);

        let mut batch = WriteBatch::default();
        batch.search.removed.push(EventNid(2));
        store.commit(batch).await.unwrap();
        assert_eq!(find(&["tea"], &[1], newest).await, [1]);
    })
    .await;
}
