/** Tables, and what must become of them. */
export interface Table {
  readonly name: string;
  readonly input: string | Uint8Array<ArrayBuffer>;
  readonly file?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly map?: readonly (readonly [string, string])[];
  /** The data of each task. */
  readonly tasks: readonly Readonly<Record<string, string>>[];
  /** "line: message", each by a part of it. */
  readonly problems?: readonly string[];
  readonly notes?: readonly string[];
}

export const TABLES: readonly Table[] = [
  {
    name: "keeps cells as they are",
    input: "a,b\n007, NA \n1e5,true\n",
    tasks: [{ a: "007", b: " NA " }, { a: "1e5", b: "true" }],
  },
  { name: "reads CRLF", input: "a,b\r\n1,2\r\n3,4\r\n", tasks: [{ a: "1", b: "2" }, { a: "3", b: "4" }] },
  {
    name: "reads a last row without line end",
    input: "a,b\n1,2\n3,4",
    tasks: [{ a: "1", b: "2" }, { a: "3", b: "4" }],
  },
  {
    name: "reads carriage returns alone where there is nothing else",
    input: "a,b\r1,2\r3,4\r",
    tasks: [{ a: "1", b: "2" }, { a: "3", b: "4" }],
  },
  { name: "keeps a carriage return within a cell", input: "a,b\nx\ry,2\n", tasks: [{ a: "x\ry", b: "2" }] },
  { name: "takes a byte order mark away", input: "\ufeffa,b\n1,2\n", tasks: [{ a: "1", b: "2" }] },
  {
    name: "reads doubled quotes, delimiters and line ends in quotes",
    input: 'a,b\n"x ""y"" z","1,2\n3\r\n4"\n',
    tasks: [{ a: 'x "y" z', b: "1,2\n3\r\n4" }],
  },
  {
    name: "keeps a quote in an unquoted cell",
    input: 'a,b\n5" pipe,say "hi"\n',
    tasks: [{ a: '5" pipe', b: 'say "hi"' }],
  },
  {
    name: "reads empty cells",
    input: 'a,b,c\n,,\n"",x,""\n',
    tasks: [{ a: "", b: "", c: "" }, { a: "", b: "x", c: "" }],
  },
  {
    name: "escapes what JSON must escape",
    input: "a\n\\ \u0001\t\u001f\u007f\n",
    tasks: [{ a: "\\ \u0001\t\u001f\u007f" }],
  },
  {
    name: "keeps any Unicode",
    input: "näme,漢字\n😀é,e\u0301\n",
    tasks: [{ "näme": "😀é", "漢字": "e\u0301" }],
  },
  {
    name: "reads a header with quotes and spaces",
    input: '"a ""x""",b c, d\n1,2,3\n',
    tasks: [{ 'a "x"': "1", "b c": "2", " d": "3" }],
  },
  {
    name: "passes blank lines over and counts them",
    input: "a,b\n\n1,2\r\n\r\n3,4\n\n",
    tasks: [{ a: "1", b: "2" }, { a: "3", b: "4" }],
    notes: ["blank lines passed over 3"],
  },
  {
    name: "reads a blank line as an empty cell in a table of one column",
    input: "a\n1\n\n2\n",
    tasks: [{ a: "1" }, { a: "" }, { a: "2" }],
  },
  { name: "reads one column", input: "text\nhello\nworld", tasks: [{ text: "hello" }, { text: "world" }] },
  {
    name: "tells of a header without rows",
    input: "a,b\n",
    tasks: [],
    notes: ["the table has a header and no rows"],
  },
  { name: "refuses an empty file", input: "", tasks: [], problems: ["1: there is nothing in it"] },
  {
    name: "finds semicolons beside decimal commas",
    input: "a;b\n1,5;2,5\n3,5;4,5\n",
    tasks: [{ a: "1,5", b: "2,5" }, { a: "3,5", b: "4,5" }],
  },
  {
    name: "finds tabs beside commas",
    input: "a\tb\nx, y\tz\nu\tv, w\n",
    tasks: [{ a: "x, y", b: "z" }, { a: "u", b: "v, w" }],
  },
  { name: "finds pipes", input: "a|b\n1|2\n", tasks: [{ a: "1", b: "2" }] },
  {
    name: "finds the delimiter outside quotes",
    input: '"a;b","c;d"\n"1;2;3","4"\n',
    tasks: [{ "a;b": "1;2;3", "c;d": "4" }],
  },
  {
    name: "reads tabs in a .tsv of one row",
    input: "a,b\tc\n",
    file: "t.tsv",
    tasks: [],
    notes: ["no rows"],
  },
  {
    name: "takes the delimiter that is named",
    input: "a,b;c\n1,2;3\n",
    options: { delimiter: "semicolon" },
    tasks: [{ "a,b": "1,2", c: "3" }],
  },
  {
    name: "takes \\t for a tab",
    input: "a,b\tc\n1\t2\n",
    options: { delimiter: "\\t" },
    tasks: [{ "a,b": "1", c: "2" }],
  },
  {
    name: "numbers the columns where there is no header",
    input: "1,2\n3,4\n",
    options: { header: false },
    tasks: [{ column1: "1", column2: "2" }, { column1: "3", column2: "4" }],
  },
  {
    name: "converts options that are text",
    input: "1,2\n",
    options: { header: "false" },
    tasks: [{ column1: "1", column2: "2" }],
  },
  {
    name: "names rows of the wrong length by their lines and goes on",
    input: 'a,b\n1\n"x\ny",2\n1,2,3\nok,1\n',
    tasks: [{ a: "x\ny", b: "2" }, { a: "ok", b: "1" }],
    problems: ["2: 1 cell, but the header has 2 columns", "5: 3 cells, but the header has 2 columns"],
  },
  { name: "counts the cells of a long row", input: "a,b\n1,2,3,4,5\n", tasks: [], problems: ["2: 5 cells"] },
  {
    name: "never shifts cells where every row is longer than the header",
    input: "a,b\n1,2,3\n4,5,6\n",
    tasks: [],
    problems: ["2: 3 cells", "3: 3 cells"],
  },
  {
    name: "names text after a closing quote with its column",
    input: 'a,b\n1,"x"y\n"p" ,q\n3,4\n',
    tasks: [{ a: "3", b: "4" }],
    problems: ['2: column "b" has text after its closing quote', '3: column "a" has text'],
  },
  {
    name: "names the line of a quote that is not closed",
    input: 'a,b\n1,2\n"x\ny","never\nends\n',
    tasks: [{ a: "1", b: "2" }],
    problems: ['3: column "b" opens a quote in line 4 that is not closed'],
  },
  {
    name: "names doubled column names",
    input: "a,b,a,b\n1,2,3,4\n",
    tasks: [],
    problems: [
      '1: the header has one name for several columns: "a" (columns 1 and 3); "b" (columns 2 and 4)',
    ],
  },
  {
    name: "names empty column names",
    input: "a,,c,\n1,2,3,4\n",
    tasks: [],
    problems: ["1: columns 2 and 4 have no name"],
  },
  {
    name: "names a header with an open quote",
    input: 'a,"b\n1,2\n',
    tasks: [],
    problems: ["1: a quote in the header is not closed"],
  },
  {
    name: "names bytes that are no UTF-8 with column and offset",
    input: bytes("a,b\n1,caf\xe9\nok,2\n"),
    tasks: [{ a: "ok", b: "2" }],
    problems: ['2: column "b" holds byte 0xE9, which is no UTF-8, at offset 9'],
  },
  {
    name: "names a header that is no UTF-8",
    input: bytes("a,\xe9\n1,2\n"),
    tasks: [],
    problems: ["1: the header is no UTF-8"],
  },
  {
    name: "names a NUL byte",
    input: "a,b\n1,x\0y\n3,4\n",
    tasks: [{ a: "3", b: "4" }],
    problems: ['2: column "b" holds a NUL byte, at offset 7'],
  },
  {
    name: "refuses a binary header once",
    input: bytes("\x89PNG\0\0,\n1\n2\n"),
    tasks: [],
    problems: ["1: the header holds NUL bytes"],
  },
  {
    name: "renames columns",
    input: "a,b\n1,2\n",
    map: [["a", "b"], ["b", "a"]],
    tasks: [{ b: "1", a: "2" }],
  },
  {
    name: "refuses a rename that makes two columns one",
    input: "a,b\n1,2\n",
    map: [["a", "b"]],
    tasks: [],
    problems: ['1: "b" is there twice once --map has renamed'],
  },
  {
    name: "tells of a rename that met no column",
    input: "text,b\n1,2\n",
    map: [["txt", "t"]],
    tasks: [{ text: "1", b: "2" }],
    notes: ['nothing was renamed to "t": no task has "txt"'],
  },
];

function bytes(latin1: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}
