// Package house holds the rules of the house, as tests, and nothing else.
//
// The code keeps its shape because these tests hold the plan of it:
//
//   - which package may import which (arrows_test.go): the sentence read →
//     site → view → render → write, with build as the only place that speaks it;
//   - which package alone may import a third-party library (arrows_test.go);
//   - that every package and every exported name says what it is for, beginning
//     with its own name (names_test.go), and that no package is a drawer for
//     everything (names_test.go);
//   - that a function stays under 60 lines and a file under 400 (size_test.go);
//   - that packages never print, log, or read the clock or the environment:
//     cmd hands those in (hands_test.go).
//
// Each rule is a table with its exceptions beside it, each exception with its
// reason. Tests are exempt from all of it.
package house
