//! From the moment a message is sent to the moment each of those who wait for it has it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{sync::Mutex, task::JoinSet, time::sleep};

use super::Stage;
use crate::{
    Failure,
    figure::{Figure, Times},
};

/// How many wait.
const POLLERS: usize = 50;

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let messages = stage.many(3, 60);
    let mut host = stage.user("speaker").await?;
    let room = host.create_room("Listeners").await?;
    let sent: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let mut tasks = JoinSet::new();
    for mut listener in stage.users("listener", stage.many(4, POLLERS)).await? {
        listener.join(&room).await?;
        let mut since = listener.now().await?;
        let sent = Arc::clone(&sent);
        tasks.spawn(async move {
            let mut times = Vec::new();
            for number in 0..messages {
                loop {
                    let synced = listener.sync(&format!("timeout=30000&since={since}")).await?;
                    since.clone_from(&synced.next_batch);
                    if synced.has_message(&format!("news {number}")) {
                        break;
                    }
                }
                let at = sent.lock().await.get(number).copied().ok_or("a message before it was sent")?;
                times.push(at.elapsed());
            }
            Ok::<_, Failure>(times)
        });
    }
    for number in 0..messages {
        sleep(Duration::from_millis(250)).await;
        sent.lock().await.push(Instant::now());
        host.send(&room, &format!("news {number}")).await?;
    }
    let mut times = Times::default();
    while let Some(heard) = tasks.join_next().await {
        heard??.into_iter().for_each(|time| times.add(time));
    }
    Ok(vec![
        Figure::time("fan-out to 50 who wait, median", times.percentile(50)),
        Figure::time("fan-out to 50 who wait, 99th percentile", times.percentile(99)),
    ])
}
