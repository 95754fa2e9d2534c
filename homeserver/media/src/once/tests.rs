use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use tokio::{sync::oneshot, task::yield_now};

use super::Once;

#[tokio::test]
async fn what_many_want_is_done_once() {
    let (once, count) = (Once::default(), AtomicU32::new(0));
    let work = async || {
        yield_now().await;
        count.fetch_add(1, Ordering::Relaxed)
    };
    let results = join_all((0..100).map(|_| once.run("key", work()))).await;
    assert_eq!(results, vec![0; 100]);
    assert_eq!(once.run("key", work()).await, 1);
    assert!(once.lock().is_empty());
}

#[tokio::test]
async fn another_takes_over_from_who_goes_away() {
    let once = Once::default();
    let (_never, silence) = oneshot::channel::<u32>();
    let mut first = Box::pin(once.run("key", async { silence.await.unwrap_or_default() }));
    let mut second = Box::pin(once.run("key", async { 2 }));
    assert!(futures_util::poll!(&mut first).is_pending());
    assert!(futures_util::poll!(&mut second).is_pending());
    drop(first);
    assert_eq!(second.await, 2);
    assert!(once.lock().is_empty());
}
