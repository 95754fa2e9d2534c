use std::io::Write;

use image::{Delay, Frame, GenericImageView, Rgb, RgbImage, Rgba, RgbaImage, codecs::gif::GifEncoder};

use super::*;

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).expect("written");
    file.rewind().expect("rewound");
    file
}

/// Red to the left, blue to the right.
fn two_colours(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

fn variant(width: u32, height: u32, method: Method) -> Variant {
    Variant { width, height, method, animated: false }
}

fn picture(bytes: &[u8], variant: Variant) -> (DynamicImage, ImageFormat) {
    match render(file(bytes), variant) {
        Ok(Rendered::Picture(bytes, format)) => {
            (image::load_from_memory_with_format(&bytes, format).expect("a picture"), format)
        }
        Ok(Rendered::Original(format)) => panic!("left as it is: {format:?}"),
        Err(error) => panic!("{error:?}"),
    }
}

fn moving(frames: usize, width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for number in 0..frames {
        let shade = u8::try_from(number % 256).expect("a byte");
        let frame = RgbaImage::from_pixel(width, height, Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(Frame::from_parts(frame, 0, 0, Delay::from_numer_denom_ms(100, 1))).expect("a frame");
    }
    drop(encoder);
    bytes
}

#[test]
fn both_methods_keep_to_the_size() {
    let source = DynamicImage::ImageRgb8(two_colours(400, 200));
    for (format, expected) in [
        (ImageFormat::Jpeg, ImageFormat::Jpeg),
        (ImageFormat::Png, ImageFormat::Png),
        (ImageFormat::WebP, ImageFormat::Jpeg),
        (ImageFormat::Gif, ImageFormat::Png),
    ] {
        let bytes = encoded(&source, format);
        let (scaled, made) = picture(&bytes, variant(96, 96, Method::Scale));
        assert_eq!((scaled.dimensions(), made), ((96, 48), expected), "{format:?}");
        let (cropped, _) = picture(&bytes, variant(96, 96, Method::Crop));
        assert_eq!(cropped.dimensions(), (96, 96), "{format:?}");
        let (left, right) = (cropped.get_pixel(5, 50), cropped.get_pixel(90, 50));
        assert!(left[0] > 200 && left[2] < 50 && right[0] < 50 && right[2] > 200, "{format:?} {left:?} {right:?}");
    }
}

#[test]
fn what_is_small_stays_as_it_is_and_nothing_grows() {
    let source = DynamicImage::ImageRgb8(two_colours(40, 20));
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let rendered = render(file(&encoded(&source, format)), variant(96, 96, Method::Crop));
        assert!(matches!(rendered, Ok(Rendered::Original(found)) if found == format), "{format:?}");
    }
    let (cropped, _) = picture(&encoded(&source, ImageFormat::Png), variant(32, 96, Method::Crop));
    assert_eq!(cropped.dimensions(), (32, 20));
}

#[test]
fn holes_stay_holes() {
    let source = RgbaImage::from_pixel(200, 200, Rgba([0, 255, 0, 100]));
    let bytes = encoded(&DynamicImage::ImageRgba8(source), ImageFormat::WebP);
    let (small, format) = picture(&bytes, variant(32, 32, Method::Scale));
    assert_eq!(format, ImageFormat::Png);
    assert_eq!(small.get_pixel(16, 16).0, [0, 255, 0, 100]);
}

#[test]
fn a_photograph_lies_as_it_was_taken() {
    let mut bytes = encoded(&DynamicImage::ImageRgb8(two_colours(400, 200)), ImageFormat::Jpeg);
    // Exif with the one entry that says: turn it to the right.
    let exif: &[u8] = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    bytes.splice(2..2, exif.iter().copied());
    let (small, _) = picture(&bytes, variant(96, 192, Method::Scale));
    assert_eq!(small.dimensions(), (96, 192));
    let (top, bottom) = (small.get_pixel(48, 10), small.get_pixel(48, 180));
    assert!(top[0] > 200 && bottom[2] > 200, "{top:?} {bottom:?}");
}

#[test]
fn what_moves_goes_on_moving_where_that_is_wanted() {
    let bytes = moving(3, 200, 100);
    let wanted = Variant { animated: true, ..variant(96, 96, Method::Scale) };
    let Ok(Rendered::Picture(small, ImageFormat::Gif)) = render(file(&bytes), wanted) else { panic!("no GIF") };
    let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(small)).expect("a GIF");
    let frames = image::AnimationDecoder::into_frames(decoder).collect_frames().expect("frames");
    assert_eq!(frames.len(), 3);
    assert_eq!(frames[2].buffer().dimensions(), (96, 48));
    assert_eq!(frames[2].delay().numer_denom_ms(), (100, 1));

    let (still, format) = picture(&bytes, variant(96, 96, Method::Scale));
    assert_eq!((still.dimensions(), format), ((96, 48), ImageFormat::Png));
    // A small one that moves is not shown as it is to those who want it still.
    let (still, format) = picture(&moving(3, 20, 10), variant(96, 96, Method::Scale));
    assert_eq!((still.dimensions(), format), ((20, 10), ImageFormat::Png));
    let small = render(file(&moving(3, 20, 10)), wanted);
    assert!(matches!(small, Ok(Rendered::Original(ImageFormat::Gif))));
    // And what has one frame only does not move.
    let (_, format) = picture(&moving(1, 200, 100), wanted);
    assert_eq!(format, ImageFormat::Png);
}

/// The start of a PNG that says how large it is, and has next to nothing of it.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(&DynamicImage::ImageLuma8(image::GrayImage::new(1, 1)), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn what_would_fill_the_memory_is_refused_by_its_header() {
    let started = std::time::Instant::now();
    for (width, height) in [(100_000, 100_000), (1, 100_000), (32_768, 32_768), (u32::MAX >> 1, 1)] {
        for animated in [false, true] {
            let variant = Variant { animated, ..variant(32, 32, Method::Scale) };
            let refused = render(file(&png_of(width, height)), variant);
            assert!(matches!(refused, Err(Unrenderable::TooLarge)), "{width}x{height}");
        }
    }
    // A GIF has two bytes for each side.
    let mut gif = moving(1, 1, 1);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    for animated in [false, true] {
        let refused = render(file(&gif), Variant { animated, ..variant(32, 32, Method::Scale) });
        assert!(matches!(refused, Err(Unrenderable::TooLarge)), "{:?}", refused.err());
    }
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn what_is_no_picture_is_refused() {
    let picture = DynamicImage::ImageRgb8(two_colours(400, 400));
    let cut_off = encoded(&picture, ImageFormat::Png);
    for bytes in [
        b"".as_slice(),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"BM\0\0\0\0\0\0\0\0",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        &cut_off[..cut_off.len() / 2],
    ] {
        for animated in [false, true] {
            let refused = render(file(bytes), Variant { animated, ..variant(32, 32, Method::Crop) });
            assert!(matches!(refused, Err(Unrenderable::NotAPicture(_))), "{bytes:?}");
        }
    }
}

#[test]
fn a_long_line_does_no_harm() {
    let bytes = encoded(&DynamicImage::ImageRgb8(two_colours(20_000, 2)), ImageFormat::Png);
    assert_eq!(picture(&bytes, variant(32, 32, Method::Scale)).0.dimensions(), (32, 1));
    assert_eq!(picture(&bytes, variant(32, 32, Method::Crop)).0.dimensions(), (32, 2));
}
