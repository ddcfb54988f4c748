//go:build race

package build_test

// raced: the race detector makes work on pixels ten times as long.
const raced = true
