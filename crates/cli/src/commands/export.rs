//! `fieldweek export`.

use fieldweek_app::error::Result;
use fieldweek_app::export::export;

use super::Setting;
use crate::args::Export;
use crate::output;

pub fn run(setting: &Setting, args: &Export) -> Result<()> {
    let mut session = setting.open()?;
    let id = session.which_inspection(args.of.inspection.as_deref())?;
    let bar = output::progress(1, "summaries");
    let exported = export(&mut session, &id, &args.cases, &args.out, &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    if setting.json {
        return output::json(&exported);
    }
    output::say(format!(
        "Wrote {} case summaries and {} files into {}",
        exported.summaries.len(),
        exported.files.len(),
        args.out.display()
    ));
    Ok(())
}
