package site

import "testing"

func TestIssueID(t *testing.T) {
	for said, want := range map[string]string{
		"2024-12": "2024-12", "2024年第12期": "2024-12", "2024年12期": "2024-12", "2024/12": "2024-12", "２０２４－１２": "2024-12",
		" 2024 年 第 3 期 ": "2024-3", "2024-03": "2024-03", "第96期": "96", "总第96期": "96", "96": "96",
		"spring": "spring", "2024年春季号": "2024年春季号", "No. 12": "No.12",
	} {
		if got := plainIssue(said); got != want {
			t.Errorf("%q is %q, want %q", said, got, want)
		}
	}
	if issueKey("2024-03") != issueKey("2024-3") || issueKey("2024-12") == issueKey("2024-1") || issueKey("96") == issueKey("2024-96") {
		t.Error("issues are taken for each other")
	}
}
