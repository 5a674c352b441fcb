//! Journeys across floors.
