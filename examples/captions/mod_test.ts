import { testFormat } from "@labelport/core/testing";
import captions from "./mod.ts";

testFormat(captions, [
  {
    name: "images with and without captions",
    file: "album",
    input: { "a.jpg": "", "a.txt": "A cat.\n", "b.png": "", "trip/c.webp": "", "trip/c.txt": "Two\nlines" },
    tasks: [
      { data: { image: "http://127.0.0.1:8200/static/a.jpg", caption: "A cat." } },
      { data: { image: "http://127.0.0.1:8200/static/trip%2Fc.webp", caption: "Two\nlines" } },
    ],
    problems: [{ file: "album/b.png", message: /no caption/ }],
  },
]);
