//! One visit as a FHIR R4 Bundle: the questionnaire, the answers, the recommendation.
//!
//! The answers refer to the questionnaire by its canonical address and version, as FHIR has it, and the questionnaire goes
//! with them, so that the bundle can be read by whoever has nothing else. A resource is called by a `urn:uuid` that hangs on
//! the record's id alone: the same visit always gives the same bundle, and a visit that triages a patient again points to the
//! recommendation of the one before even where that lies in another bundle.
//!
//! <http://hl7.org/fhir/R4/bundle.html>

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::impression::impression;
use super::names::{self, RECORD};
use super::questionnaire::questionnaire;
use super::response::response;
use crate::export::{Stamp, Visit};

/// A visit as a FHIR R4 Bundle of type `collection`, in the questionnaire's own language; `ended` is false for an interview
/// that goes on.
pub fn bundle(visit: &Visit, stamp: &Stamp, ended: bool) -> Value {
    let content = visit.interview.questionnaire();
    let draft = visit.draft.is_some();
    let answers = address(&stamp.record, "QuestionnaireResponse");
    let previous = visit.earlier.as_ref().map(|earlier| address(&earlier.record, "ClinicalImpression"));
    json!({
        "resourceType": "Bundle",
        "meta": names::meta(content, draft),
        "identifier": {"system": RECORD, "value": stamp.record},
        "type": "collection",
        "timestamp": stamp.ended.to_string(),
        "entry": [
            {
                "fullUrl": address(&content.fingerprint, "Questionnaire"),
                "resource": questionnaire(content, &[], draft),
            },
            {"fullUrl": answers, "resource": response(visit, stamp, ended)},
            {
                "fullUrl": address(&stamp.record, "ClinicalImpression"),
                "resource": impression(visit, stamp, ended, &answers, previous.as_deref()),
            },
        ],
    })
}

/// The address of a resource: a UUID of version 8 (RFC 9562), made of what it belongs to and of its kind.
fn address(of: &str, kind: &str) -> String {
    let hash = Sha256::digest(format!("redflag {kind} {of}").as_bytes());
    let mut digits = String::from("urn:uuid:");
    for (place, byte) in hash.iter().take(16).enumerate() {
        let byte = match place {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(place, 4 | 6 | 8 | 10) {
            digits.push('-');
        }
        digits.push_str(&format!("{byte:02x}"));
    }
    digits
}
