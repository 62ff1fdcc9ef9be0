/** What other threads run to read parts of an array. */
import { documentPart } from "@labelport/core/kernels";
import { serveParts } from "@labelport/core/thread";

serveParts(documentPart);
