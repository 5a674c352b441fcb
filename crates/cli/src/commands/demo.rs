//! `fieldweek demo`.

use fieldweek_app::demo::{Request, Step, run as play};
use fieldweek_app::error::{AppError, Result};

use super::{Setting, central};
use crate::args::Demo;
use crate::output;

pub fn run(setting: &Setting, args: &Demo) -> Result<()> {
    let program = std::env::current_exe().map_err(|error| AppError::file(&args.out, &error))?;
    let request = Request { out: args.out.clone(), seed: args.seed, again: args.again, program };
    let json = setting.json;
    let mut bar = output::progress(0, "");
    let played = play(&request, &mut |step| match step {
        Step::Says(text) if !json => bar.suspend(|| output::say(text)),
        Step::Says(_) => {}
        Step::Works { what, done, total } => {
            if done <= 1 {
                bar = output::progress(total, &what);
            }
            bar.set_position(done as u64);
            if done == total {
                bar.finish_and_clear();
            }
        }
    })?;
    if json {
        return output::json(&played);
    }
    output::say(format!("\nRatings\n\n{}", central::text(&played.ratings)));
    output::say(format!("\nWhat lies where\n\n{}", played.places));
    Ok(())
}
