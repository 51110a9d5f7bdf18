//! The floor of a build: reads every file below one folder, and writes files of the same paths and sizes as those below
//! another. Nothing is understood on the way. `floor IN MODEL OUT`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [source, model, out] = &paths[..] else { panic!("floor IN MODEL OUT") };
    let read = below(source);
    in_parallel(&read, |(path, _)| fs::read(path).map(drop));
    let made = below(model);
    let most = made.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let words = b"words and more of them ".repeat(most / 23 + 1);
    in_parallel(&made, |(path, size)| {
        let path = out.join(path.strip_prefix(model).expect("a path below the model"));
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        fs::write(path, &words[..*size])
    });
}

/// The files below a folder, with their sizes.
fn below(folder: &Path) -> Vec<(PathBuf, usize)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let about = entry.metadata().expect("a file");
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                found.push((entry.path(), about.len() as usize));
            }
        }
    }
    found
}

/// Does it for every item, all cores at once.
fn in_parallel<T: Sync>(items: &[T], act: impl Fn(&T) -> io::Result<()> + Sync) {
    let (next, cores) = (AtomicUsize::new(0), std::thread::available_parallelism().map_or(1, usize::from));
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    act(item).expect("a file that can be read or written");
                }
            });
        }
    });
}
