/**
 * JSON that RFC 8259 leaves to the reader, and bytes that are no UTF-8; each is a whole document, as texts and
 * single bytes. The categories are those of JSONTestSuite's `i_`.
 */
type Document = readonly (string | number)[];

/** Grammar is all that counts: what a number or an escape means is its reader's matter. */
export const ACCEPTED: Readonly<Record<string, Document>> = {
  "number: double huge negative exponent": ["[123.456e-789]"],
  "number: exponent overflow": [
    "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999999999999969999999006]",
  ],
  "number: real overflow": ["[1.5e+9999]"],
  "number: real underflow": ["[123e-10000000]"],
  "number: negative overflow": ["[-123123e100000]"],
  "number: positive overflow": ["[123123e100000]"],
  "number: too big a negative integer": ["[-123123123123123123123123123123]"],
  "number: too big an integer": ["[100000000000000000000]"],
  "number: very big an integer": [`[${"9".repeat(400)}]`],
  "string: first half of a pair alone": ['["\\uDADA"]'],
  "string: first half of a pair in a name": ['{"\\uDFAA":0}'],
  "string: first half, then another escape": ['["\\uD888\\u1234"]'],
  "string: first half, then a back slash": ['["\\uD800\\n"]'],
  "string: first half, then text": ['["\\uDd1ea"]'],
  "string: two first halves": ['["\\uD800\\uD800\\n"]'],
  "string: halves the wrong way round": ['["\\uDd1e\\uD834"]'],
  "string: second half alone": ['["\\uDFAA"]'],
  "structure: 500 arrays in each other": ["[".repeat(500) + "]".repeat(500)],
  "structure: 500 objects in each other": ['{"":'.repeat(500) + "0" + "}".repeat(500)],
};

/** UTF-8 without a byte order mark is all that a kernel reads; core brings other encodings there before. */
export const REFUSED: Readonly<Record<string, Document>> = {
  "string: a lone continuation byte": ['["', 0x81, '"]'],
  "string: continuation bytes alone": ['["', 0x80, 0x80, 0x80, '"]'],
  "string: Latin-1": ['["', 0xe9, '"]'],
  "string: cut after one byte of two": ['["', 0xc3, '"]'],
  "string: cut after two bytes of three": ['["', 0xe2, 0x82, '"]'],
  "string: cut after three bytes of four": ['["', 0xf0, 0x9f, 0x98, '"]'],
  "string: not in range": ['["', 0xf4, 0xbf, 0xbf, 0xbf, '"]'],
  "string: one past U+10FFFF": ['["', 0xf4, 0x90, 0x80, 0x80, '"]'],
  "string: overlong in two bytes": ['["', 0xc0, 0xaf, '"]'],
  "string: overlong in three bytes": ['["', 0xe0, 0x80, 0xaf, '"]'],
  "string: overlong in four bytes": ['["', 0xf0, 0x80, 0x80, 0xaf, '"]'],
  "string: overlong in six bytes": ['["', 0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf, '"]'],
  "string: overlong NUL": ['["', 0xc0, 0x80, '"]'],
  "string: an encoded first half": ['["', 0xed, 0xa0, 0x80, '"]'],
  "string: an encoded second half": ['["', 0xed, 0xbf, 0xbf, '"]'],
  "string: a pair of encoded halves": ['["', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, '"]'],
  "string: 0xff": ['["', 0xff, '"]'],
  "string: 0xfe": ['["', 0xfe, '"]'],
  "string: good, bad and good": ['["日', 0xff, '本"]'],
  "string: in a name": ['{"', 0xe9, '":0}'],
  "string: before an escape": ['["', 0xe5, '\\u0061"]'],
  "string: after an escape": ['["\\u0061', 0xe5, '"]'],
  "structure: byte order mark": [0xef, 0xbb, 0xbf, "{}"],
  "structure: byte order mark alone": [0xef, 0xbb, 0xbf],
  "structure: incomplete byte order mark": [0xef, 0xbb, "{}"],
  "structure: UTF-16 little-endian": [0xff, 0xfe, "[", 0, '"', 0, 0xe9, 0, '"', 0, "]", 0],
  "structure: UTF-16 big-endian without mark": [0, "[", 0, '"', 0, 0xe9, 0, '"', 0, "]"],
  "structure: Latin-1 no-break space between tokens": ["[1,", 0xa0, "2]"],
};
