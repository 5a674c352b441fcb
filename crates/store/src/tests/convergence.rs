use super::*;
use proptest::prelude::*;

/// One thing that happens on one of two laptops.
#[derive(Debug, Clone)]
enum Event {
    Write { at: usize, who: &'static str, field: u8, text: u8 },
    Allocate { at: usize, to: &'static str },
    Carry { from: usize, first: usize, count: usize },
    ForgetDevice { at: usize },
}

fn event() -> impl Strategy<Value = Event> {
    let who = prop_oneof![Just("asha"), Just("ben"), Just("lead")];
    let to = prop_oneof![Just("asha"), Just("ben"), Just("lead")];
    prop_oneof![
        6 => (0..2_usize, who, 0..3_u8, 0..3_u8).prop_map(|(at, who, field, text)| Event::Write { at, who, field, text }),
        1 => (0..2_usize, to).prop_map(|(at, to)| Event::Allocate { at, to }),
        3 => (0..2_usize, 0..12_usize, 1..12_usize).prop_map(|(from, first, count)| Event::Carry { from, first, count }),
        1 => (0..2_usize).prop_map(|at| Event::ForgetDevice { at }),
    ]
}

fn happen(laptops: &mut [Workspace; 2], event: &Event) {
    match event {
        // Each person has one laptop: who writes elsewhere would contradict themselves, which also happens.
        Event::Write { at, who, field, text } => {
            let register = note(&format!("2.1.0{field}"));
            drop(write(&mut laptops[*at], who, register, json!(format!("words {text}"))));
        }
        Event::Allocate { at, to } => {
            let register = register("assessment/C07.primary", "allocated_to");
            drop(write(&mut laptops[*at], if *at == 0 { "lead" } else { "central" }, register, json!(to)));
        }
        Event::Carry { from, first, count } => {
            let changes = laptops[*from].changes(&inspection()).unwrap();
            let some: Vec<_> = changes.into_iter().skip(*first).take(*count).collect();
            laptops[1 - from].import(&inspection(), &some, &devices()).unwrap();
        }
        Event::ForgetDevice { at } => {
            let mut few = devices();
            few.remove(&device("ben"));
            laptops[*at].refold(&inspection(), &few).unwrap();
        }
    }
}

fn search_hits(ws: &Workspace) -> usize {
    ws.search("words", 1000).unwrap().len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_all_at_once_and_on_another_laptop_are_the_same(events in prop::collection::vec(event(), 1..40)) {
        let desk = Desk { home: tempfile::tempdir().unwrap(), vault: MemoryVault::default() };
        let laptop = |n: u8| desk.create(&desk.home.path().join(n.to_string()), n).unwrap();
        let mut laptops = [laptop(0), laptop(1)];
        for event in &events {
            happen(&mut laptops, event);
        }
        for ws in &mut laptops {
            let step_by_step = folded(ws);
            prop_assert!(ws.check().unwrap().is_good(), "{:?}", ws.check());
            let hits = search_hits(ws);
            ws.rebuild().unwrap();
            prop_assert_eq!(&folded(ws), &step_by_step);
            prop_assert_eq!(search_hits(ws), hits);
            prop_assert!(ws.check().unwrap().is_good());
        }
        let all: [Vec<Logged>; 2] = laptops.each_ref().map(|ws| ws.changes(&inspection()).unwrap());
        for (ws, others) in laptops.iter_mut().zip(all.iter().rev()) {
            for logged in others.iter().rev() {
                ws.import(&inspection(), std::slice::from_ref(logged), &devices()).unwrap();
            }
            ws.refold(&inspection(), &devices()).unwrap();
        }
        prop_assert_eq!(folded(&laptops[0]), folded(&laptops[1]));
    }
}
