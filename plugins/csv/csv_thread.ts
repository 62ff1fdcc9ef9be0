/** What other threads run to read parts of a table. */
import { serveParts } from "@labelport/core/thread";
import { tablePart } from "./table_part.ts";

serveParts(tablePart);
