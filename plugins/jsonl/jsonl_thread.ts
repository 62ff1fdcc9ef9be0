/** What other threads run to read parts of JSON Lines. */
import { linesPart } from "@labelport/core/kernels";
import { serveParts } from "@labelport/core/thread";

serveParts(linesPart);
