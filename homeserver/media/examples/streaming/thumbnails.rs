//! A thousand thumbnails of a thousand pictures, all asked for at once, and how long somebody waits meanwhile for a message.

use std::{
    io::{Read, Write},
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use image::{DynamicImage, RgbImage, codecs::jpeg::JpegEncoder};

use super::{Outcome, Side, connect, memory, send, text};

const PICTURES: u32 = 1000;
/// As large as what people send from their telephones.
const SIZE: (u32, u32) = (1600, 1200);
/// How long messages are sent before there are thumbnails.
const QUIET: Duration = Duration::from_secs(20);
const BETWEEN_MESSAGES: Duration = Duration::from_millis(50);

pub(super) fn measure(side: &Side) -> Outcome<()> {
    let uris = (0..PICTURES).map(|number| upload(side, &picture(number)?)).collect::<Outcome<Vec<_>>>()?;
    // One of them first, so that what every process needs once is not counted.
    ask(side, uris.first().ok_or("no pictures")?, 32)?;
    let quiet = wake_ups(side, || thread::sleep(QUIET))?;
    let before = memory(&side.child, "VmRSS:")?;
    let mut took = Duration::ZERO;
    let busy = wake_ups(side, || took = all_at_once(side, &uris))?;
    let most = (memory(&side.child, "VmHWM:")? - before).max(0.0);
    println!(
        "\n{PICTURES} thumbnails of {}x{} at once: {:.1} s, memory +{most:.1} MiB",
        SIZE.0,
        SIZE.1,
        took.as_secs_f64()
    );
    for (name, times) in [("without", &quiet), ("meanwhile", &busy)] {
        let (half, most) = (part_of(times, 50), part_of(times, 99));
        println!("{name:>20}: a sync wakes after {half:6.1} ms (p50), {most:6.1} ms (p99), {} messages", times.len());
    }
    Ok(())
}

fn picture(number: u32) -> Outcome<Vec<u8>> {
    let picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let level = |value: u32| u8::try_from(value % 256).unwrap_or_default();
        image::Rgb([level(x / 5 + number), level(y / 4), level((x ^ y) / 7 + number * 3)])
    });
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(picture).write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 85))?;
    Ok(bytes)
}

fn upload(side: &Side, picture: &[u8]) -> Outcome<String> {
    let answer = send(side, side.upload, picture.len(), &mut |stream| stream.write_all(picture))?;
    text(&answer, "content_uri")
}

fn ask(side: &Side, uri: &str, side_length: u32) -> Outcome<()> {
    let place = uri.trim_start_matches("mxc://");
    let size = format!("width={side_length}&height={side_length}&method=scale");
    let mut answer = Vec::new();
    connect(side, "GET", &format!("/_matrix/client/v1/media/thumbnail/{place}?{size}"), 0)?.read_to_end(&mut answer)?;
    if answer.starts_with(b"HTTP/1.1 200 ") {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&answer).into())
}

fn all_at_once(side: &Side, uris: &[String]) -> Duration {
    let start = Barrier::new(uris.len() + 1);
    let mut started = Instant::now();
    thread::scope(|scope| {
        for uri in uris {
            let start = &start;
            let asking = move || {
                start.wait();
                if let Err(error) = ask(side, uri, 320) {
                    println!("a thumbnail was not made: {error}");
                }
            };
            // Each does next to nothing, so little is room enough.
            let spawned = thread::Builder::new().stack_size(128 << 10).spawn_scoped(scope, asking);
            if let Err(error) = spawned {
                println!("no thread: {error}");
                start.wait();
            }
        }
        start.wait();
        started = Instant::now();
    });
    started.elapsed()
}

/// How long it takes, while `work` goes on, from the sending of a message to a device until the device has it; in
/// milliseconds, sorted.
fn wake_ups(side: &Side, work: impl FnOnce()) -> Outcome<Vec<f64>> {
    let is_over = AtomicBool::new(false);
    let mut times = thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let mut times = Vec::new();
            let mut since = next_batch(&get(side, "/_matrix/client/v3/sync")?)?;
            while !is_over.load(Ordering::Relaxed) {
                let (sent, synced) = thread::scope(|scope| {
                    let from = format!("/_matrix/client/v3/sync?timeout=60000&since={since}");
                    let synced = scope.spawn(move || get(side, &from).map(|answer| (answer, Instant::now())));
                    thread::sleep(BETWEEN_MESSAGES);
                    let sent = Instant::now();
                    message(side).map(|()| (sent, synced.join()))
                })?;
                let (answer, arrived) = synced.map_err(|_| "a sync failed")??;
                since = next_batch(&answer)?;
                times.push(arrived.duration_since(sent).as_secs_f64() * 1000.0);
            }
            Outcome::Ok(times)
        });
        work();
        is_over.store(true, Ordering::Relaxed);
        waiting.join().map_err(|_| "the measurement failed")?
    })?;
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// Sends a message to all of one's own devices.
fn message(side: &Side) -> Outcome<()> {
    let id = format!("{:?}", Instant::now()).replace(|letter: char| !letter.is_ascii_digit(), "");
    let body = br#"{"messages":{"@alice:localhost":{"*":{}}}}"#;
    let mut stream = connect(side, "PUT", &format!("/_matrix/client/v3/sendToDevice/m.test/{id}"), body.len())?;
    stream.write_all(body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200 ") { Ok(()) } else { Err(answer.into()) }
}

fn get(side: &Side, path: &str) -> Outcome<String> {
    let mut answer = String::new();
    connect(side, "GET", path, 0)?.read_to_string(&mut answer)?;
    Ok(answer)
}

fn next_batch(answer: &str) -> Outcome<String> {
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    text(body, "next_batch")
}

fn part_of(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}
