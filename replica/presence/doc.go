// Package presence is who the teammates in a domain are, and where each is: by
// messages that mld-tui's clones send each other as notifies, on a channel of their
// own (protocol page, section 5). Nothing of it is stored, nor part of the data.
//
//   - A clone may have several users, each in a seat: the terminals that share its
//     file. Each is told of; one who leaves is left out.
//   - A clone tells each clone that is present, by itself, what its users announced:
//     at once, and after that at most five times a second, when what was announced
//     meanwhile goes out as one. The relay must have taken the last message to a
//     clone before the next one is sent to it; what comes too fast is left out, and
//     the latest is always told in the end.
//   - It tells which of its users wrote of late, for operations carry no sender.
//   - Who asks for help before it is present is told once who helps it.
//   - Who comes is told; who leaves is forgotten, but for the name of its process,
//     so that what it wrote stays named for as long as this clone runs.
//   - After a connection, a clone asks those from whom it has not heard on that
//     connection to say where they are; what was lost with the last one comes so.
//   - A clone says nothing before the relay has listed it as present, for nobody
//     would know who is speaking. Whoever is not listed is not believed.
//
// The messages come from anybody: they are decoded with bounds, their number of
// senders is bounded, and so is what is remembered.
//
// Values of this package must be used by one goroutine at a time. They read no
// clock: the time is given.
package presence
