/** What other threads run to read parts of a text. */
import { serveParts } from "@labelport/core/thread";
import { textPart } from "./text_kernel.ts";

serveParts(textPart);
