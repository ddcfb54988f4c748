package site

// A Profile is what a kind of public sites must say of themselves, as data: another
// one is another entry of Profiles.
type Profile struct {
	Name  string // in site.yaml
	Tags  []Tag
	Needs [][]string // keys of office in site.yaml: of each row one must be said
	Map   bool       // the foot of each page leads to a map of the site
}

// A Tag is a meta tag that pages carry; where its value is empty they do not.
type Tag struct {
	Name  string
	On    Kind
	Value Value
}

// A Kind is a kind of pages, each narrower than the one before it.
type Kind int

// The kinds of pages. What stands on one stands on the narrower ones too.
const (
	AnyPage   Kind = iota
	OfSection      // lists of a section, and its articles
	OfArticle
)

// A Value is what a tag says.
type Value int

// The values of tags. Lists are divided by commas.
const (
	SiteTitle Value = iota
	SiteHost        // bare, without port
	SiteCode        // of the office

	SectionTitle
	SectionSummary
	SectionKeywords // those of the section's text, else its title
	SectionType     // that of the section's text, else its title

	ArticleTitle
	ArticleTime        // as 2006-01-02 15:04, in the site's zone
	ArticleSource      // else the office's name
	ArticleKeywords    // else its topics
	ArticleAuthor      // else the editor
	ArticleDescription // takes the place of the one that other pages have
	ArticlePicture     // absolute URL
	ArticleURL         // absolute
)

// Profiles are those that site.yaml may name.
func Profiles() []*Profile {
	return []*Profile{
		{ // 政府网站发展指引, 国办发〔2017〕47号
			Name: "cn-gov",
			Tags: []Tag{
				{"SiteName", AnyPage, SiteTitle},
				{"SiteDomain", AnyPage, SiteHost},
				{"SiteIDCode", AnyPage, SiteCode},
				{"ColumnName", OfSection, SectionTitle},
				{"ColumnDescription", OfSection, SectionSummary},
				{"ColumnKeywords", OfSection, SectionKeywords},
				{"ColumnType", OfSection, SectionType},
				{"ArticleTitle", OfArticle, ArticleTitle},
				{"PubDate", OfArticle, ArticleTime},
				{"ContentSource", OfArticle, ArticleSource},
				{"Keywords", OfArticle, ArticleKeywords},
				{"Author", OfArticle, ArticleAuthor},
				{"Description", OfArticle, ArticleDescription},
				{"Image", OfArticle, ArticlePicture},
				{"Url", OfArticle, ArticleURL},
			},
			Needs: [][]string{{"name"}, {"phone", "email", "address"}, {"site_code"}, {"icp"}, {"police"}, {"badge"}, {"report"}},
			Map:   true,
		},
	}
}
