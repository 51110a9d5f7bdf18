//! Two builds at once.

use super::*;

#[test]
fn take_turns() {
    let home = temp();
    let out = home.path().join("site");
    let pages = |n: usize| -> Files { (0..200).map(|i| (format!("{n}/{i}"), vec![b'x'; 2000])).collect() };
    std::thread::scope(|scope| {
        for n in 0..4 {
            let out = &out;
            scope.spawn(move || write(out, &pages(n), &Options::default()).unwrap());
        }
    });
    let found = tree(&out);
    assert_eq!(found.len(), 200);
    assert!((0..4).any(|n| pages(n).keys().all(|path| found.contains_key(path))), "one of the four, whole");
}

#[test]
fn the_second_gives_up_after_its_patience_with_a_clear_message() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    let _held = lock::take(home.path(), Duration::ZERO).unwrap();
    let start = Instant::now();
    let second = write_within(Duration::from_millis(200), home.path(), &site(&[("a", "2")]), &Options::default());
    assert!(matches!(second.unwrap_err(), WriteError::Busy { .. }));
    assert!(start.elapsed() >= Duration::from_millis(200));
    expect(home.path(), &[("a", "1")]);
}

#[test]
fn the_second_goes_on_when_the_first_ends() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    let held = lock::take(home.path(), Duration::ZERO).unwrap();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| build(home.path(), &[("a", "2")]).unwrap());
        std::thread::sleep(Duration::from_millis(100));
        expect(home.path(), &[("a", "1")]);
        drop(held);
        assert_eq!(second.join().unwrap().written, 1);
    });
}
