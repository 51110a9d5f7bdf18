//! The sample kit built, as real files a reviewer can open: tests/golden/<target>/. `UPDATE_GOLDEN=1 cargo test golden`
//! writes them anew; look at what changed before committing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::sandbox::Sandbox;

#[test]
fn the_sample_kit_builds_to_the_goldens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for target in talktrack::render::TARGETS {
        let sandbox = Sandbox::sample();
        sandbox.build(&["--to", target.name]);
        let built: BTreeMap<_, _> = sandbox
            .files("public")
            .into_iter()
            .filter(|(p, _)| !p.starts_with("static/") && !p.starts_with("assets/"))
            .collect();
        let folder = root.join(target.name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let _ = std::fs::remove_dir_all(&folder);
            for (path, bytes) in &built {
                let full = folder.join(path);
                std::fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
                std::fs::write(full, bytes).expect("a golden");
            }
        }
        let entries = walkdir::WalkDir::new(&folder).into_iter().flatten().filter(|e| e.file_type().is_file());
        let golden: BTreeMap<String, Vec<u8>> = entries
            .map(|e| {
                (
                    e.path().strip_prefix(&folder).expect("below").to_string_lossy().into_owned(),
                    std::fs::read(e.path()).expect("a golden"),
                )
            })
            .collect();
        let names = |map: &BTreeMap<String, Vec<u8>>| map.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&golden), names(&built), "files of {}", target.name);
        for (path, bytes) in &built {
            let (was, is) = (String::from_utf8_lossy(&golden[path]), String::from_utf8_lossy(bytes));
            let first = was.lines().zip(is.lines()).enumerate().find(|(_, (a, b))| a != b);
            assert!(was == is, "{}/{path} differs: {first:?}; UPDATE_GOLDEN=1 writes it anew", target.name);
        }
    }
}
