"""The traits of the patient: names, birth date, sex, place, stickers and parents."""
