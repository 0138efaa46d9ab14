SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Customer](
	[CustomerId] [int] IDENTITY(1,1) NOT NULL,
	[Name] [nvarchar](100) NOT NULL,
	[Balance] [money] NULL CONSTRAINT [DF_Balance] DEFAULT ((0)),
	[Token] [uniqueidentifier] ROWGUIDCOL NOT NULL DEFAULT (newsequentialid()),
	[Born] [datetime2](7) NULL,
	[Shown] AS ([Name] + N'!') PERSISTED,
	[Ssn] [char](11) MASKED WITH (FUNCTION = 'default()') NULL,
	[From] [datetime2](7) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
 CONSTRAINT [PK_Customer] PRIMARY KEY CLUSTERED
(
	[CustomerId] ASC
)WITH (PAD_INDEX = OFF, FILLFACTOR = 90) ON [PRIMARY],
 PERIOD FOR SYSTEM_TIME ([From], [To])
) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY]
GO
CREATE TABLE sales.[Order Line] (OrderId int NOT NULL, CustomerId int NULL, Amount decimal(9, 2) NOT NULL, INDEX ix_amount NONCLUSTERED (Amount DESC))
ALTER TABLE sales.[Order Line] WITH NOCHECK ADD CONSTRAINT FK_Line FOREIGN KEY (CustomerId)
REFERENCES dbo.Customer (CustomerId)
ON DELETE SET NULL
GO
ALTER TABLE sales.[Order Line] CHECK CONSTRAINT FK_Line
GO
ALTER TABLE sales.[Order Line] ADD CONSTRAINT DF_Amount DEFAULT ((1)) FOR Amount, Note nvarchar(max) NULL
GO
CREATE UNIQUE NONCLUSTERED INDEX [UX_Name] ON [dbo].[Customer] ([Name] DESC) INCLUDE ([Born]) WHERE ([Born] IS NOT NULL) WITH (ONLINE = ON) ON [PRIMARY]
GO
CREATE PROCEDURE dbo.Wait AS
BEGIN
  SELECT 1;
  CREATE TABLE #t (a int);
END
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'x'
GO
