//! The circuit (being written).
