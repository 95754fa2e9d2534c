use super::{Method, Variant, Wanted};

#[test]
fn wishes_become_few_sizes() {
    let variant = |width, height| {
        let wanted = Wanted { width, height, method: Method::Crop, animated: true };
        Variant::of(wanted).map(|variant| variant.to_string())
    };
    assert_eq!(variant(1, 32).expect("a variant"), "crop-32x32-animated");
    assert_eq!(variant(33, 800).expect("a variant"), "crop-96x800-animated");
    assert_eq!(variant(5_000_000_000, u64::MAX).expect("a variant"), "crop-1280x1280-animated");
    assert!(variant(0, 32).is_err() && variant(32, 0).is_err());
}
