/** One JSON number, as a regular expression of every engine. Source: RFC 8259, section 6. */
export const JSON_NUMBER = String.raw`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`;

/** An ISO 8601 time with its zone, but for the days that no month has. */
export const TIME = String.raw`^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$`;
