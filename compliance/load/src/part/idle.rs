//! Many who only wait: what each costs, and how soon one of them hears that there is news.

use std::time::{Duration, Instant};

use tokio::{sync::mpsc, task::JoinSet, time::sleep};

use super::Stage;
use crate::{
    Failure,
    figure::{Figure, Times, number},
};

pub(super) async fn play(stage: &Stage) -> Result<Vec<Figure>, Failure> {
    let count = stage.many(10, 1_000);
    let mut host = stage.user("caller").await?;
    let mut waiting = stage.users("waiting", count).await?;
    let mut rooms = Vec::new();
    for person in waiting.iter_mut().step_by(count.div_ceil(50)) {
        let room = host.create_room("A call").await?;
        person.join(&room).await?;
        rooms.push(room);
    }
    let mut since = Vec::new();
    for person in &mut waiting {
        since.push(person.now().await?);
    }
    let before = settled(stage).await;
    let (heard, mut hears) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    let everybody = waiting.into_iter().zip(since).enumerate();
    for (number, (mut person, mut since)) in everybody {
        let is_called = number % count.div_ceil(50) == 0;
        let heard = heard.clone();
        tasks.spawn(async move {
            loop {
                let synced = person.sync(&format!("timeout=90000&since={since}")).await?;
                if is_called && synced.has_message("wake up") {
                    let _nobody_waits_any_more = heard.send(Instant::now());
                    return Ok::<_, Failure>(());
                }
                since = synced.next_batch;
            }
        });
    }
    let after = settled(stage).await;
    let mut times = Times::default();
    for room in &rooms {
        let sent = Instant::now();
        host.send(room, "wake up").await?;
        let at = hears.recv().await.ok_or("nobody hears")?;
        times.add(at.saturating_duration_since(sent));
        sleep(Duration::from_millis(20)).await;
    }
    tasks.abort_all();
    let mut figures = vec![
        Figure::time("a wake-up among 1,000 who wait, median", times.percentile(50)),
        Figure::time("a wake-up among 1,000 who wait, 99th percentile", times.percentile(99)),
    ];
    if !stage.processes.is_empty() {
        let each = (after - before).max(0.0) * 1024.0 / number(count);
        figures.push(Figure::cost("memory for one who waits", each, "KiB"));
    }
    Ok(figures)
}

/// The server's memory once it has calmed down, in MiB.
async fn settled(stage: &Stage) -> f64 {
    let mut last = stage.processes.memory();
    for _ in 0..stage.many(1, 20) {
        sleep(Duration::from_millis(500)).await;
        let now = stage.processes.memory();
        if (now - last).abs() < last / 200.0 {
            return now;
        }
        last = now;
    }
    last
}
